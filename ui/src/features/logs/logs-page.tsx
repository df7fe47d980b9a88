import { useNavigate, useSearch } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { Page } from '../../shared/ui/page'
import { LiveLog, StoredLog } from './log-view'
import { TextFilter } from '../../shared/ui/text-filter'

const hours = [
  ['1', 'Last hour'],
  ['6', 'Last 6 hours'],
  ['24', 'Last 24 hours'],
  ['168', 'Last 7 days'],
] as const

export function LogsPage() {
  const search = useSearch({ from: '/logs' })
  const navigate = useNavigate()
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const set = (change: Partial<typeof search>) => void navigate({ to: '/logs', search: { ...search, ...change }, replace: true })
  const stored = search.from !== undefined || search.invocation !== undefined || search.live === 'no'
  const { live: _live, ...filter } = search
  return (
    <Page title="Logs" about="What functions wrote, and what the platform says of their environments.">
      <div className="filters">
        <select aria-label="Function" value={search.function ?? ''} onChange={(choice) => set({ function: choice.target.value || undefined })}>
          <option value="">All functions</option>
          {functions.data?.items.map((each) => <option key={each.name}>{each.name}</option>)}
        </select>
        <TextFilter label="Text in the lines" value={search.text ?? ''} onChange={(text) => set({ text: text || undefined })} />
        <select
          aria-label="Time"
          value={stored ? (search.live === 'no' && !search.from ? 'all' : 'since') : 'live'}
          onChange={(choice) => {
            const value = choice.target.value
            if (value === 'live') {
              set({ from: undefined, to: undefined, live: undefined, invocation: undefined })
            } else {
              set({ live: 'no', to: undefined, from: value === 'all' ? undefined : new Date(Date.now() - Number(value) * 3_600_000).toISOString() })
            }
          }}
        >
          <option value="live">Live</option>
          {search.from && <option value="since">Since {new Date(search.from).toLocaleString()}</option>}
          {hours.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          <option value="all">Everything stored</option>
        </select>
        {search.invocation && (
          <button type="button" className="chip" onClick={() => set({ invocation: undefined })}>
            invocation {search.invocation.slice(-12)} ×
          </button>
        )}
      </div>
      {stored ? <StoredLog filter={filter} /> : <LiveLog filter={filter} />}
    </Page>
  )
}
