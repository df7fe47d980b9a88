import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api, queries } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Confirm } from '../../shared/ui/confirm'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Page } from '../../shared/ui/page'
import { Time } from '../../shared/ui/time'

export function RedrivePage() {
  const { id } = useParams({ from: '/redrives/$id' })
  const client = useQueryClient()
  const may = useMay()
  const params = { path: { id } }
  const redrive = queries.useQuery('get', '/api/v1/redrives/{id}', { params }, { refetchInterval: (query) => (query.state.data?.endedAt ? false : 500) })
  if (redrive.error) {
    return <ErrorNote error={redrive.error} />
  }
  if (!redrive.data) {
    return <Loading />
  }
  const { data } = redrive
  const over = data.done + data.failed + data.skipped
  return (
    <Page
      title="Redrive"
      about={<Badge state={data.state} />}
      actions={
        !data.endedAt && (
          <Confirm
            trigger="Stop"
            title="Stop the redrive?"
            action={`Send none of the ${count(Math.max(0, data.total - over))} that are left`}
            disabled={!may.change}
            onConfirm={async () => {
              await api.POST('/api/v1/redrives/{id}/stop', { params })
              await client.invalidateQueries({ queryKey: ['get', '/api/v1/redrives/{id}'] })
            }}
          >
            <p>What was sent is not taken back.</p>
          </Confirm>
        )
      }
    >
      <progress className="progress" max={Math.max(data.total, 1)} value={over} aria-label="How many were sent" />
      <p role="status">
        {count(data.done)} of {count(data.total)} sent{data.ratePerSecond ? `, at most ${data.ratePerSecond} in a second` : ''}.
      </p>
      {data.problem && <p className="note bad">{data.problem}</p>}
      <Facts
        facts={[
          ['Begun', <Time key="begun" at={data.createdAt} />],
          ['Ended', data.endedAt ? <Time key="ended" at={data.endedAt} /> : 'not yet'],
          ['To', data.function ?? 'where each was addressed to'],
          ['Refused', count(data.failed)],
          ['Skipped: redriven or purged meanwhile', count(data.skipped)],
        ]}
      />
      <p>
        <Link to="/events" search={data.function ? { function: data.function } : {}}>
          See what becomes of them
        </Link>
      </p>
    </Page>
  )
}
