import { queries } from '../../shared/api/client'
import { Time } from '../../shared/ui/time'

/** Why it is not running, in a sentence. */
export function Why({ id }: { id: string }) {
  const why = queries.useQuery('get', '/api/v1/events/{id}/why', { params: { path: { id } } }, { refetchInterval: 1000 })
  return why.data?.invocations
    .filter((each) => each.code !== 'ended')
    .map((each) => (
      <p key={each.invocation} className="note warn" role="status">
        <strong>{each.code === 'running' ? 'It is running.' : 'Why isn’t it running?'}</strong> {each.sentence}
        {each.until && (
          <>
            {' '}
            That changes by itself <Time at={each.until} relative />.
          </>
        )}
      </p>
    ))
}
