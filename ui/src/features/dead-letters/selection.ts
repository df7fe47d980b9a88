import { only } from '../../shared/lib/search'

/** Which dead letters are meant: what is left out selects nothing away. */
export interface Selection {
  function?: string | undefined
  trigger?: string | undefined
  error?: string | undefined
  fingerprint?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export function selectionOf(search: Selection): Selection {
  const { function: name, trigger, error, fingerprint, from, to } = search
  return only({ function: name, trigger, error, fingerprint, from, to })
}

/** The selection in words, for questions before something is done to it. */
export function inWords(selection: Selection): string {
  const parts = [
    selection.function && `of the function ${selection.function}`,
    selection.trigger && 'of the chosen trigger',
    selection.error && `with the error ${selection.error}`,
    selection.fingerprint && 'of this group',
    selection.from && `from ${new Date(selection.from).toLocaleString()}`,
    selection.to && `to ${new Date(selection.to).toLocaleString()}`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'of all functions'
}
