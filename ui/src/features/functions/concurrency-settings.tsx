import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, queries } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Button } from '../../shared/ui/button'
import { Section } from '../../shared/ui/page'
import { complain, say } from '../../shared/ui/toasts'
import type { FunctionDetails } from './function-page'

/** How many run at once, and how many environments wait warm. */
export function ConcurrencySettings({ fn }: { fn: FunctionDetails }) {
  const client = useQueryClient()
  const may = useMay()
  const params = { path: { name: fn.name } }
  const reserved = queries.useQuery('get', '/api/v1/functions/{name}/concurrency', { params })
  const account = queries.useQuery('get', '/api/v1/concurrency')
  const provisioned = queries.useQuery('get', '/api/v1/functions/{name}/provisioned-concurrency', { params: { ...params, query: { limit: 100 } } as never }, { refetchInterval: 5000 })
  const [limit, setLimit] = useState<string>()
  const [qualifier, setQualifier] = useState('')
  const [warm, setWarm] = useState('1')
  async function change(what: () => Promise<unknown>, done: string) {
    try {
      await what()
      say(done)
    } catch (failure) {
      complain(failure)
    }
    await Promise.all(['concurrency', 'provisioned-concurrency'].map((part) => client.invalidateQueries({ queryKey: ['get', `/api/v1/functions/{name}/${part}`] })))
    await client.invalidateQueries({ queryKey: ['get', '/api/v1/concurrency'] })
  }
  const current = reserved.data?.reservedConcurrency
  const list = (provisioned.data as { items?: { qualifier: string; provisionedConcurrency: number; available: number; status: string; statusReason?: string }[] } | undefined)?.items ?? []
  return (
    <Section title="Concurrency">
      <p className="help">
        All functions together run at most {count(account.data?.limit ?? 0)} at once; {count(account.data?.unreserved ?? 0)} of them are reserved for none.
      </p>
      <div className="inline-form">
        <label>
          Reserved for this function, and its limit{' '}
          <input className="tiny" type="number" min={0} placeholder="none" disabled={!may.change} value={limit ?? (current == null ? '' : String(current))} onChange={(typed) => setLimit(typed.target.value)} />
        </label>
        <Button
          disabled={!may.change || limit === undefined}
          onClick={() =>
            void change(
              () => (limit ? api.PUT('/api/v1/functions/{name}/concurrency', { params, body: { reservedConcurrency: Number(limit) } }) : api.DELETE('/api/v1/functions/{name}/concurrency', { params })),
              limit ? `At most ${limit} run at once.` : 'Nothing is reserved any more.',
            )
          }
        >
          Save
        </Button>
      </div>
      <h3>Environments that are kept warm</h3>
      {list.map((each) => (
        <div key={each.qualifier} className="alias">
          <strong>{each.qualifier}</strong>
          <span>
            {each.available} of {each.provisionedConcurrency} are ready
          </span>
          <Badge state={each.status} title={each.statusReason} />
          <span className="spacer" />
          <Button disabled={!may.change} onClick={() => void change(() => api.DELETE('/api/v1/functions/{name}/provisioned-concurrency', { params: { ...params, query: { qualifier: each.qualifier } } }), 'None is kept warm any more.')}>
            Keep none
          </Button>
        </div>
      ))}
      <div className="inline-form">
        <input aria-label="Version or alias to keep warm" placeholder="Version or alias" value={qualifier} disabled={!may.change} onChange={(typed) => setQualifier(typed.target.value)} />
        <input aria-label="How many" className="tiny" type="number" min={1} value={warm} disabled={!may.change} onChange={(typed) => setWarm(typed.target.value)} />
        <Button disabled={!may.change || !qualifier} onClick={() => void change(() => api.PUT('/api/v1/functions/{name}/provisioned-concurrency', { params: { ...params, query: { qualifier } }, body: { provisionedConcurrency: Number(warm) } }), `${warm} of ${qualifier} are kept warm.`)}>
          Keep warm
        </Button>
      </div>
    </Section>
  )
}
