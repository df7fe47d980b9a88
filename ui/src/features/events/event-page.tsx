import { Link, useParams } from '@tanstack/react-router'
import { queries, type Schema } from '../../shared/api/client'
import { bytes } from '../../shared/lib/text'
import { Badge } from '../../shared/ui/badge'
import { CopyId } from '../../shared/ui/copy'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Page, Section } from '../../shared/ui/page'
import { JsonBlock } from '../../shared/ui/text-block'
import { Time } from '../../shared/ui/time'
import { InvocationLog } from '../logs/invocation-log'
import { AttemptChart } from './attempt-chart'
import { EventActs } from './event-acts'
import { isOpen } from './open'
import { Timeline } from './timeline'
import { Why } from './why'

export function EventPage() {
  const { id } = useParams({ from: '/events/$id' })
  const event = queries.useQuery(
    'get',
    '/api/v1/events/{id}',
    { params: { path: { id } } },
    { refetchInterval: (query) => (!query.state.data || query.state.data.invocations.some((each) => isOpen(each.status)) ? 1000 : false) },
  )
  if (event.error && !event.data) {
    return <ErrorNote error={event.error} />
  }
  if (!event.data) {
    return <Loading />
  }
  const { data } = event
  return (
    <Page
      title={`Event ${id.slice(-12)}`}
      about={
        <>
          {data.invocations.map((each) => (
            <Badge key={each.id} state={each.status} />
          ))}{' '}
          <span>
            to{' '}
            <Link to="/functions/$name/$tab" params={{ name: data.function, tab: 'code' }}>
              {data.function}
            </Link>
          </span>
        </>
      }
      actions={<EventActs event={data} />}
    >
      {data.invocations.some((each) => isOpen(each.status)) && <Why id={id} />}
      <Lineage event={data} />
      <div className="split">
        <div>
          {data.invocations.map((invocation) => (
            <Invocation key={invocation.id} invocation={invocation} attempts={data.attempts.filter((each) => each.invocationId === invocation.id)} alone={data.invocations.length === 1} />
          ))}
        </div>
        <div>
          <Section title="Event">
            <Facts
              facts={[
                ['Id', <CopyId key="id" id={id} whole />],
                ['Source', data.source],
                ...(data.key ? ([['Key', <CopyId key="key" id={data.key} whole />]] as [string, React.ReactNode][]) : []),
                ...(data.trigger
                  ? ([
                      [
                        'Trigger',
                        <Link key="trigger" to="/triggers/$id" params={{ id: data.trigger }}>
                          open
                        </Link>,
                      ],
                    ] as [string, React.ReactNode][])
                  : []),
                ['Occurred', <Time key="occurred" at={data.occurredAt} />],
                ['Accepted', <Time key="accepted" at={data.acceptedAt} />],
              ]}
            />
          </Section>
          <Section title={`Payload, ${bytes(data.payloadBytes)}`}>
            <JsonBlock label="Payload" value={data.payload} base64={data.payloadBase64} gone={data.payloadGone} />
          </Section>
          {Object.keys(data.attributes).length > 0 && (
            <Section title="Attributes">
              <JsonBlock label="Attributes" value={data.attributes} />
            </Section>
          )}
          <Section title="Time line">
            <Timeline entries={data.timeline} />
          </Section>
        </div>
      </div>
    </Page>
  )
}

function Invocation({ invocation, attempts, alone }: { invocation: Schema<'InvocationAnswer'>; attempts: Schema<'AttemptSummary'>[]; alone: boolean }) {
  return (
    <>
      <Section title={alone ? 'Attempts' : `Attempts of invocation ${invocation.id.slice(-12)}${invocation.redriveOf ? ', a redrive' : ''}`} actions={alone ? undefined : <Badge state={invocation.status} />}>
        <AttemptChart attempts={attempts} from={invocation.acceptedAt} />
        <p className="legend">
          <span className="key-queue">queue</span> <span className="key-init">init</span> <span className="key-run">run</span>
        </p>
      </Section>
      {invocation.status === 'succeeded' && <AnswerOf id={invocation.id} />}
      <Section title="Log">
        <InvocationLog id={invocation.id} settled={!isOpen(invocation.status)} />
      </Section>
    </>
  )
}

function AnswerOf({ id }: { id: string }) {
  const details = queries.useQuery('get', '/api/v1/invocations/{id}', { params: { path: { id } } }, { staleTime: Number.POSITIVE_INFINITY })
  return (
    <Section title="Answer">
      {details.data ? <JsonBlock label="Answer of the function" value={details.data.answer ?? null} base64={details.data.answerBase64} /> : <Loading />}
    </Section>
  )
}

/** What this was made of, and what was made of it. */
function Lineage({ event }: { event: Schema<'EventDetailsAnswer'> }) {
  const dead = event.invocations.find((each) => each.status === 'dead-lettered')
  const redrives = event.invocations.filter((each) => each.redriveOf)
  if (!event.replayOf && !dead && redrives.length === 0) {
    return null
  }
  return (
    <p className="note lineage">
      {event.replayOf && (
        <span>
          A replay of{' '}
          <Link to="/events/$id" params={{ id: event.replayOf }}>
            {event.replayOf.slice(-12)}
          </Link>
          .
        </span>
      )}
      {dead && (
        <span>
          It became{' '}
          <Link to="/dead-letters/$id" params={{ id: dead.id }}>
            a dead letter
          </Link>
          {redrives.length > 0 ? ` and was redriven ${redrives.length === 1 ? 'once' : `${redrives.length} times`}; the latest redrive: ${redrives.at(-1)?.status}.` : '.'}
        </span>
      )}
    </p>
  )
}
