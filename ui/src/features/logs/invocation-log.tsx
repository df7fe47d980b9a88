import { useQuery } from '@tanstack/react-query'
import { api } from '../../shared/api/client'
import { ErrorNote } from '../../shared/ui/notes'
import { LogRow } from './log-lines'

const SETTLE_READS = 6

/**
 * What one invocation wrote. Lines are stored a moment after they were written: while it runs, and for a few reads
 * afterwards, they are asked for again.
 */
export function InvocationLog({ id, settled }: { id: string; settled: boolean }) {
  const log = useQuery({
    queryKey: ['invocation-log', id],
    queryFn: async () => (await api.GET('/api/v1/logs', { params: { query: { invocation: id, limit: 500 } } })).data,
    refetchInterval: (query) => (settled && query.state.dataUpdateCount >= SETTLE_READS ? false : settled ? 500 : 1000),
  })
  if (log.error) {
    return <ErrorNote error={log.error} />
  }
  const lines = log.data?.items ?? []
  return (
    <div className="log" role="region" aria-label="Log" tabIndex={0}>
      {lines.map((line, index) => (
        <LogRow key={`${line.time} ${index}`} line={line} wrapped />
      ))}
      {lines.length === 0 && <p className="help">{log.data ? 'Nothing was written.' : 'Loading…'}</p>}
      {log.data?.nextCursor && <p className="help">Only the first 500 lines are shown here.</p>}
    </div>
  )
}
