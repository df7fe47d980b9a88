import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api, queries, type Schema } from '../../shared/api/client'
import { exactTime, milliseconds } from '../../shared/lib/time'
import { Badge } from '../../shared/ui/badge'
import { CopyId } from '../../shared/ui/copy'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { TextFilter } from '../../shared/ui/text-filter'
import { Time } from '../../shared/ui/time'
import { useRowKeys } from '../../shared/ui/use-row-keys'
import { VirtualList } from '../../shared/ui/virtual-list'
import { EventFilters } from './event-filters'
import { EventLink } from './invocation-table'

type Row = Pick<Schema<'InvocationAnswer'>, 'id' | 'eventId' | 'function' | 'trigger' | 'acceptedAt'> & Partial<Schema<'InvocationAnswer'>> & { key?: string | undefined }

const PAGE = 100

export function EventList() {
  const search = useSearch({ from: '/events' })
  const navigate = useNavigate()
  const [still, setStill] = useState(false)
  const { key, ...filter } = search
  const rows = useInfiniteQuery({
    queryKey: ['event-search', search],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<{ items: Row[]; nextCursor: string | undefined }> => {
      const page = { limit: PAGE, ...(pageParam && { cursor: pageParam }) }
      if (key) {
        const { status: _status, ...query } = filter
        const { data } = await api.GET('/api/v1/events', { signal, params: { query: { ...query, key, ...page } } })
        return { items: (data?.items ?? []).map((each) => ({ ...each, eventId: each.id })), nextCursor: data?.nextCursor ?? undefined }
      }
      const { data } = await api.GET('/api/v1/invocations', { signal, params: { query: { ...filter, ...page } } })
      return { items: data?.items ?? [], nextCursor: data?.nextCursor ?? undefined }
    },
    getNextPageParam: (page) => page.nextCursor,
    // Only the first page is asked for anew by itself: whoever has scrolled reads, and is not to lose the place.
    refetchInterval: (query) => (!still && (query.state.data?.pages.length ?? 1) === 1 ? 2000 : false),
  })
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } })
  const triggerNames = useMemo(() => new Map(triggers.data?.items.map((each) => [each.id, each.name])), [triggers.data])
  const items = useMemo(() => rows.data?.pages.flatMap((page) => page.items) ?? [], [rows.data])
  const set = (change: Partial<typeof search>) => void navigate({ to: '/events', search: { ...search, ...change }, replace: true })
  const row = useRowKeys(items.length, (index) => {
    const item = items[index]
    if (item?.eventId) {
      void navigate({ to: '/events/$id', params: { id: item.eventId } })
    }
  })
  const filtered = Object.keys(search).length > 0
  return (
    <Page title="Events" about="Every event and what became of it, newest first.">
      <EventFilters search={search} onChange={set}>
        <TextFilter label="Key of the event" value={search.key ?? ''} onChange={(text) => set({ key: text || undefined })} />
        <label className="check">
          <input type="checkbox" checked={!still} onChange={() => setStill(!still)} /> live
        </label>
      </EventFilters>
      {rows.error && <ErrorNote error={rows.error} />}
      {!rows.data && !rows.error && <Loading />}
      {rows.data && items.length === 0 && (
        <Empty title={filtered ? 'Nothing matches' : 'No event yet'}>
          {filtered ? 'Widen the time or take filters away.' : 'Events come by triggers, or when a function is called: open a function, and send it a test event.'}
        </Empty>
      )}
      {items.length > 0 && (
        <VirtualList
          items={items}
          rowHeight={32}
          label="Events"
          selected={row}
          keyOf={(item) => item.id}
          onEnd={rows.hasNextPage && !rows.isFetchingNextPage ? () => void rows.fetchNextPage() : undefined}
          head={
            <div className="event-row head" aria-hidden="true">
              <span>Event</span>
              <span>Status</span>
              <span>Function</span>
              <span>Trigger</span>
              <span className="number">Attempts</span>
              <span>Error</span>
              <span className="number">Took</span>
              <span className="number">Accepted</span>
            </div>
          }
          row={(item) => <EventRow item={item} trigger={item.trigger ? (triggerNames.get(item.trigger) ?? 'a removed trigger') : ''} />}
        />
      )}
    </Page>
  )
}

function EventRow({ item, trigger }: { item: Row; trigger: string }) {
  return (
    <div className="event-row">
      <span>
        <EventLink invocation={item} />
      </span>
      <span>{item.status ? <Badge state={item.status} /> : <CopyId id={item.key ?? item.id} whole />}</span>
      <span className="clip">{item.function}</span>
      <span className="clip">{trigger || (item.eventId ? 'sent by name' : 'a call')}</span>
      <span className="number">{item.attemptCount}</span>
      <span className="clip bad" title={item.errorMessage}>
        {item.errorType} {item.errorMessage}
      </span>
      <span className="number">{item.endedAt ? milliseconds(Date.parse(item.endedAt) - Date.parse(item.acceptedAt)) : ''}</span>
      <span className="number" title={exactTime(item.acceptedAt)}>
        <Time at={item.acceptedAt} />
      </span>
    </div>
  )
}
