import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../../shared/api/client'
import { exactTime, shortTime } from '../../shared/lib/time'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { TextFilter } from '../../shared/ui/text-filter'
import { VirtualList } from '../../shared/ui/virtual-list'

export function AuditLog() {
  const { administer } = useMay()
  return administer ? <Entries /> : <p className="note">Only administrators read the audit log.</p>
}

function Entries() {
  const [key, setKey] = useState('')
  const log = useInfiniteQuery({
    queryKey: ['audit-log', key],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => (await api.GET('/api/v1/audit-log', { signal, params: { query: { limit: 200, ...(key && { accessKeyId: key }), ...(pageParam && { cursor: pageParam }) } } })).data,
    getNextPageParam: (page) => page?.nextCursor ?? undefined,
  })
  const items = useMemo(() => log.data?.pages.flatMap((page) => page?.items ?? []) ?? [], [log.data])
  return (
    <>
      <div className="filters">
        <TextFilter label="Access key id" value={key} onChange={setKey} />
      </div>
      {log.error && <ErrorNote error={log.error} />}
      {!log.data && !log.error && <Loading />}
      {log.data && items.length === 0 && <Empty title="No entry">Every change is written down here before it begins, with who made it and from where.</Empty>}
      {items.length > 0 && (
        <VirtualList
          items={items}
          rowHeight={30}
          label="Audit log"
          keyOf={(item) => item.id}
          onEnd={log.hasNextPage && !log.isFetchingNextPage ? () => void log.fetchNextPage() : undefined}
          head={
            <div className="audit-row head" aria-hidden="true">
              <span>When</span>
              <span>Who</span>
              <span>What</span>
              <span>Outcome</span>
              <span>From</span>
            </div>
          }
          row={(item) => (
            <div className="audit-row">
              <span title={exactTime(item.at)}>{shortTime(item.at)}</span>
              <code className="clip">{item.accessKeyId}</code>
              <code className="clip" title={item.action}>
                {item.action.split(' ')[0]} {item.resource}
              </code>
              <span>{item.outcome ? <Badge state={item.outcome} /> : 'cut off'}</span>
              <span>{item.remoteAddress}</span>
            </div>
          )}
        />
      )}
    </>
  )
}
