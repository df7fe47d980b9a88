import type { ReactNode } from 'react'
import { queries } from '../../shared/api/client'
import { statuses } from './search'

interface EventSearch {
  function?: string
  trigger?: string
  status?: (typeof statuses)[number]
  from?: string
  to?: string
  key?: string
}

type Change = { [K in keyof EventSearch]?: EventSearch[K] | undefined }

/** Minutes since the epoch in the reader's zone, as inputs of the browser write them. */
function local(iso: string | undefined): string {
  if (!iso) {
    return ''
  }
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function instant(text: string): string | undefined {
  return text ? new Date(text).toISOString() : undefined
}

export function EventFilters({ search, onChange, children }: { search: EventSearch; onChange: (change: Change) => void; children?: ReactNode }) {
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } })
  return (
    <div className="filters">
      <select aria-label="Function" value={search.function ?? ''} onChange={(choice) => onChange({ function: choice.target.value || undefined })}>
        <option value="">All functions</option>
        {search.function && !functions.data?.items.some((each) => each.name === search.function) && <option>{search.function}</option>}
        {functions.data?.items.map((each) => <option key={each.name}>{each.name}</option>)}
      </select>
      <select aria-label="Trigger" value={search.trigger ?? ''} onChange={(choice) => onChange({ trigger: choice.target.value || undefined })}>
        <option value="">All triggers</option>
        {triggers.data?.items.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
      <select aria-label="Status" value={search.status ?? ''} onChange={(choice) => onChange({ status: statuses.find((each) => each === choice.target.value) })}>
        <option value="">Any status</option>
        {statuses.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <label className="when">
        from <input type="datetime-local" value={local(search.from)} onChange={(typed) => onChange({ from: instant(typed.target.value) })} />
      </label>
      <label className="when">
        to <input type="datetime-local" value={local(search.to)} onChange={(typed) => onChange({ to: instant(typed.target.value) })} />
      </label>
      {children}
    </div>
  )
}
