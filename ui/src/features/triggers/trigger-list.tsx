import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { queries } from '../../shared/api/client'
import { useMay } from '../../shared/session'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { TextFilter } from '../../shared/ui/text-filter'
import { useRowKeys } from '../../shared/ui/use-row-keys'
import { TriggerTable } from './trigger-table'

export function TriggerList() {
  const search = useSearch({ from: '/triggers' })
  const navigate = useNavigate()
  const may = useMay()
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } }, { refetchInterval: 10_000 })
  const types = queries.useQuery('get', '/api/v1/trigger-types')
  const shown = (triggers.data?.items ?? []).filter((each) => (!search.type || each.type === search.type) && `${each.name} ${each.function}`.toLowerCase().includes((search.q ?? '').toLowerCase()))
  const row = useRowKeys(shown.length, (index) => {
    const id = shown[index]?.id
    if (id) {
      void navigate({ to: '/triggers/$id', params: { id } })
    }
  })
  const set = (change: { q?: string | undefined; type?: string | undefined }) => void navigate({ to: '/triggers', search: { ...search, ...change }, replace: true })
  const create = may.change && (
    <Link className="button primary" to="/triggers/new">
      <Plus size={15} aria-hidden /> Create a trigger
    </Link>
  )
  if (triggers.error) {
    return <ErrorNote error={triggers.error} />
  }
  if (!triggers.data) {
    return <Loading />
  }
  return (
    <Page title="Triggers" about="What makes events, and which function works on them." actions={create}>
      {triggers.data.items.length === 0 ? (
        <Empty title="No trigger yet">A trigger ties a source to a function: each slot of a schedule, each record of a Kafka topic becomes an event that is run and accounted for. Create a function first, then its trigger.</Empty>
      ) : (
        <>
          <div className="filters">
            <TextFilter label="Name or function" value={search.q ?? ''} onChange={(q) => set({ q: q || undefined })} />
            <select aria-label="Type" value={search.type ?? ''} onChange={(choice) => set({ type: choice.target.value || undefined })}>
              <option value="">All types</option>
              {types.data?.items.map((each) => <option key={each}>{each}</option>)}
            </select>
          </div>
          <TriggerTable triggers={shown} selected={row} withFunction />
          {shown.length === 0 && <p className="help">No trigger matches.</p>}
        </>
      )}
    </Page>
  )
}
