import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../shared/api/client'
import { messageOf } from '../../shared/api/problem'
import { parseJson } from '../../shared/lib/exact-json'
import { Field } from '../../shared/ui/field'

/** An event pattern, and whether it lets a document pass. */
export function FilterTester({ filter, onChange, error, readOnly = false }: { filter: string; onChange: (filter: string) => void; error?: string | undefined; readOnly?: boolean }) {
  const [document, setDocument] = useState('{"order": {"total": 120}}')
  const verdict = useQuery({
    queryKey: ['filter', filter, document],
    enabled: filter.trim() !== '',
    retry: false,
    placeholderData: (old) => old,
    queryFn: async () => {
      const body = { filter: json('The filter', filter), document: json('The document', document) }
      return (await api.POST('/api/v1/triggers/filter-test', { body })).data ?? null
    },
  })
  return (
    <div className="columns two">
      <Field label="Filter, optional" help={'An event pattern, such as {"order": {"total": [{"numeric": [">", 100]}]}}. Without one, everything passes.'} error={error}>
        {(props) => <textarea {...props} rows={5} className="mono" spellCheck={false} readOnly={readOnly} value={filter} onChange={(typed) => onChange(typed.target.value)} />}
      </Field>
      <Field label="Try it on" help="What the source would bring.">
        {(props) => (
          <>
            <textarea {...props} rows={5} className="mono" spellCheck={false} value={document} onChange={(typed) => setDocument(typed.target.value)} />
            <p role="status">
              {filter.trim() === '' ? (
                <span className="badge good">passes</span>
              ) : verdict.error ? (
                <span className="bad">{messageOf(verdict.error)}</span>
              ) : (
                verdict.data && <span className={verdict.data.passes ? 'badge good' : 'badge warn'}>{verdict.data.passes ? 'passes' : 'is turned away'}</span>
              )}
            </p>
          </>
        )}
      </Field>
    </div>
  )
}

function json(what: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw new Error(`${what} is not JSON yet.`)
  }
}
