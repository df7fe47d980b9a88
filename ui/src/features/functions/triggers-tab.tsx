import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { queries } from '../../shared/api/client'
import { useMay } from '../../shared/session'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { TriggerTable } from '../triggers/trigger-table'
import type { FunctionDetails } from './function-page'

export default function TriggersTab({ fn }: { fn: FunctionDetails }) {
  const may = useMay()
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { function: fn.name, limit: 500 } } }, { refetchInterval: 5000 })
  const add = may.change && (
    <Link className="button primary" to="/triggers/new" search={{ function: fn.name }}>
      <Plus size={15} aria-hidden /> Add a trigger
    </Link>
  )
  if (triggers.error) {
    return <ErrorNote error={triggers.error} />
  }
  if (!triggers.data) {
    return <Loading />
  }
  const items = triggers.data.items
  return items.length === 0 ? (
    <Empty title="Nothing triggers this function" action={add}>
      A trigger makes events of what happens somewhere – a time that comes, a record in a Kafka topic – and has this function work on them.
    </Empty>
  ) : (
    <>
      <div className="filters end">{add}</div>
      <TriggerTable triggers={items} />
    </>
  )
}
