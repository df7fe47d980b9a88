import { Link, Navigate, useParams } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { Badge } from '../../shared/ui/badge'
import { CopyId } from '../../shared/ui/copy'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Page, Section } from '../../shared/ui/page'
import { JsonBlock } from '../../shared/ui/text-block'
import { Time } from '../../shared/ui/time'
import { InvocationLog } from '../logs/invocation-log'
import { AttemptChart } from './attempt-chart'
import { TimingBar } from './timing-bar'

/** A call that somebody waited for: it is no event, so it has a page of its own. */
export function InvocationPage() {
  const { id } = useParams({ from: '/invocations/$id' })
  const details = queries.useQuery('get', '/api/v1/invocations/{id}', { params: { path: { id } } })
  if (details.error) {
    return <ErrorNote error={details.error} />
  }
  if (!details.data) {
    return <Loading />
  }
  const { data } = details
  if (data.eventId) {
    return <Navigate to="/events/$id" params={{ id: data.eventId }} replace />
  }
  return (
    <Page
      title={`Call ${id.slice(-12)}`}
      about={
        <>
          <Badge state={data.status} />{' '}
          <span>
            of{' '}
            <Link to="/functions/$name/$tab" params={{ name: data.function, tab: 'code' }}>
              {data.function}
            </Link>
          </span>
        </>
      }
    >
      <Facts
        facts={[
          ['Id', <CopyId key="id" id={id} whole />],
          ['Called', <Time key="called" at={data.acceptedAt} />],
          ['Error', data.errorType ? `${data.errorType} ${data.errorMessage ?? ''}` : 'none'],
        ]}
      />
      <Section title="Time">
        {data.attempts[0] && <TimingBar attempt={data.attempts[0]} />}
        <AttemptChart attempts={data.attempts} from={data.acceptedAt} />
      </Section>
      {data.answer !== undefined && (
        <Section title="Answer">
          <JsonBlock label="Answer of the function" value={data.answer} base64={data.answerBase64} />
        </Section>
      )}
      <Section title="Log">
        <InvocationLog id={id} settled />
      </Section>
    </Page>
  )
}
