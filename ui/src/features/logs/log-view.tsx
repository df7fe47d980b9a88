import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { Button } from '../../shared/ui/button'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { VirtualList } from '../../shared/ui/virtual-list'
import { LogRow } from './log-lines'
import { useTail } from './use-tail'

export interface LogFilter {
  function?: string | undefined
  invocation?: string | undefined
  text?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

const ROW = 22

/** Stored lines, oldest first, as far as they are scrolled to. */
export function StoredLog({ filter }: { filter: LogFilter }) {
  const log = useInfiniteQuery({
    queryKey: ['log', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) =>
      (await api.GET('/api/v1/logs', { signal, params: { query: { ...filter, limit: 500, ...(pageParam && { cursor: pageParam }) } } })).data,
    getNextPageParam: (page) => page?.nextCursor ?? undefined,
  })
  const lines = useMemo(() => log.data?.pages.flatMap((page) => page?.items ?? []) ?? [], [log.data])
  const numbered = useMemo(() => lines.map((line, number) => ({ ...line, number })), [lines])
  if (log.error) {
    return <ErrorNote error={log.error} />
  }
  if (!log.data) {
    return <Loading />
  }
  if (lines.length === 0) {
    return <Empty title="No line found">Lines are kept as long as the function’s retention says, 14 days unless it says otherwise. Widen the time, or take words away.</Empty>
  }
  return (
    <VirtualList
      items={numbered}
      rowHeight={ROW}
      label="Log lines"
      keyOf={(line) => String(line.number)}
      onEnd={log.hasNextPage && !log.isFetchingNextPage ? () => void log.fetchNextPage() : undefined}
      row={(line) => <LogRow line={line} withFunction={!filter.function} withLink={!filter.invocation} />}
    />
  )
}

/** New lines as they are written. */
export function LiveLog({ filter }: { filter: LogFilter }) {
  const tail = useTail(filter, true)
  return (
    <>
      <p className="live" role="status">
        <span className={tail.following ? 'badge good' : 'badge warn'}>{tail.following ? 'live' : 'connecting'}</span>
        <span className="help">{tail.lines.length === 0 ? 'New lines appear as they are written.' : `${count(tail.lines.length)} lines${tail.dropped ? `, ${count(tail.dropped)} older ones dropped` : ''}`}</span>
        {tail.lines.length > 0 && (
          <Button look="quiet" onClick={tail.clear}>
            Clear
          </Button>
        )}
      </p>
      {tail.lines.length > 0 && (
        <VirtualList items={tail.lines} rowHeight={ROW} label="Live log lines" keyOf={(line) => String(line.number)} follow row={(line) => <LogRow line={line} withFunction={!filter.function} withLink />} />
      )}
    </>
  )
}
