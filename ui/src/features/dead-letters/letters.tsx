import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api } from '../../shared/api/client'
import { counted } from '../../shared/lib/text'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Time } from '../../shared/ui/time'
import { useRowKeys } from '../../shared/ui/use-row-keys'
import { VirtualList } from '../../shared/ui/virtual-list'
import { PurgeSelected, RedriveSelected } from './acts'
import type { Selection } from './selection'

const MOST_SELECTED = 1000

export function Letters({ selection }: { selection: Selection }) {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const letters = useInfiniteQuery({
    queryKey: ['dead-letters', selection],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => (await api.GET('/api/v1/dead-letters', { signal, params: { query: { ...selection, limit: 100, ...(pageParam && { cursor: pageParam }) } } })).data,
    getNextPageParam: (page) => page?.nextCursor ?? undefined,
    // A selection that is being made must not move away under the pointer.
    refetchInterval: (query) => (chosen.size === 0 && (query.state.data?.pages.length ?? 1) === 1 ? 3000 : false),
  })
  const items = useMemo(() => letters.data?.pages.flatMap((page) => page?.items ?? []) ?? [], [letters.data])
  const row = useRowKeys(items.length, (index) => {
    const id = items[index]?.id
    if (id) {
      void navigate({ to: '/dead-letters/$id', params: { id } })
    }
  })
  if (letters.error) {
    return <ErrorNote error={letters.error} />
  }
  if (!letters.data) {
    return <Loading />
  }
  if (items.length === 0) {
    return <Empty title="No dead letter matches">Those that were redriven or purged are not among them.</Empty>
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id) && next.size < MOST_SELECTED) {
      next.add(id)
    }
    setChosen(next)
  }
  const ids = [...chosen]
  return (
    <>
      <div className="filters">
        {ids.length > 0 ? (
          <>
            <strong>{counted(ids.length, 'dead letter')} selected</strong>
            <RedriveSelected selection={{ ids }} matching={ids.length} label={`Redrive ${ids.length} selected`} />
            <PurgeSelected selection={{ ids }} matching={ids.length} label={`Purge ${ids.length} selected`} />
            <button type="button" className="button quiet" onClick={() => setChosen(new Set())}>
              Select none
            </button>
          </>
        ) : (
          <RedriveSelected selection={selection} matching={items.length} label="Redrive all that match" />
        )}
      </div>
      <VirtualList
        items={items}
        rowHeight={32}
        label="Dead letters"
        selected={row}
        keyOf={(item) => item.id}
        onEnd={letters.hasNextPage && !letters.isFetchingNextPage ? () => void letters.fetchNextPage() : undefined}
        head={
          <div className="letter-row head" aria-hidden="true">
            <span />
            <span>Dead letter</span>
            <span>Function</span>
            <span>Error</span>
            <span className="number">Attempts</span>
            <span className="number">Died</span>
          </div>
        }
        row={(item) => (
          <div className="letter-row">
            <input type="checkbox" aria-label={`Select ${item.id}`} checked={chosen.has(item.id)} onChange={() => toggle(item.id)} />
            <Link to="/dead-letters/$id" params={{ id: item.id }}>
              <code>{item.id.slice(-12)}</code>
            </Link>
            <span className="clip">{item.function}</span>
            <span className="clip" title={item.errorMessage}>
              <strong>{item.errorType ?? item.reason}</strong> {item.errorMessage}
            </span>
            <span className="number">{item.attempts}</span>
            <span className="number">
              <Time at={item.deadAt} relative />
            </span>
          </div>
        )}
      />
    </>
  )
}
