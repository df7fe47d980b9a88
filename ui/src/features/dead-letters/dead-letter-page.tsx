import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, queries, type Schema } from '../../shared/api/client'
import { Editor } from '../../shared/editor/editor'
import { parseJson, prettyJson } from '../../shared/lib/exact-json'
import { milliseconds } from '../../shared/lib/time'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Button } from '../../shared/ui/button'
import { CopyId } from '../../shared/ui/copy'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Page, Section } from '../../shared/ui/page'
import { JsonBlock } from '../../shared/ui/text-block'
import { Time } from '../../shared/ui/time'
import { say } from '../../shared/ui/toasts'
import { InvocationLog } from '../logs/invocation-log'
import { PurgeSelected } from './acts'

export function DeadLetterPage() {
  const { id } = useParams({ from: '/dead-letters/$id' })
  const letter = queries.useQuery('get', '/api/v1/dead-letters/{id}', { params: { path: { id } } })
  if (letter.error) {
    return <ErrorNote error={letter.error} />
  }
  if (!letter.data) {
    return <Loading />
  }
  const { data } = letter
  return (
    <Page
      title={`Dead letter ${id.slice(-12)}`}
      about={
        <>
          <Badge state="dead-lettered" />{' '}
          <span>
            of{' '}
            <Link to="/functions/$name/$tab" params={{ name: data.function, tab: 'code' }}>
              {data.function}
            </Link>
          </span>
        </>
      }
      actions={<PurgeSelected selection={{ ids: [id] }} matching={data.redrivenAs ? 0 : 1} label="Purge" />}
    >
      <p className="note bad">
        <strong>{data.errorType ?? data.reason}</strong> {data.errorMessage}
      </p>
      {data.redrivenAs && (
        <p className="note good">
          It was redriven{' '}
          {data.redrivenAt && <Time at={data.redrivenAt} relative />}:{' '}
          <Link to="/events/$id" params={{ id: data.eventId }}>
            see what became of it
          </Link>
          .
        </p>
      )}
      <Facts
        facts={[
          ['Id', <CopyId key="id" id={id} whole />],
          ['Why', data.reason],
          ['Attempts', String(data.attempts)],
          ['Accepted', <Time key="accepted" at={data.acceptedAt} />],
          ['Died', <Time key="died" at={data.deadAt} />],
          [
            'Event',
            <Link key="event" to="/events/$id" params={{ id: data.eventId }}>
              {data.eventId.slice(-12)}
            </Link>,
          ],
          [
            'Alike',
            <Link key="alike" to="/dead-letters" search={{ view: 'all', function: data.function, fingerprint: data.fingerprint }}>
              all of its group
            </Link>,
          ],
        ]}
      />
      {data.payloadBase64 === undefined ? <Repair letter={data} /> : <JsonBlock label="Payload" base64={data.payloadBase64} />}
      <Section title="Log of its attempts">
        <InvocationLog id={id} settled />
      </Section>
    </Page>
  )
}

/** The payload as it is or edited; tried without consequences for the queue, then sent again. */
function Repair({ letter }: { letter: Schema<'DeadLetterAnswer'> }) {
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const original = prettyJson(letter.payload ?? null)
  const [payload, setPayload] = useState(original)
  const [run, setRun] = useState<Schema<'DryRunAnswer'>>()
  const [busy, setBusy] = useState<'dry' | 'redrive'>()
  const [error, setError] = useState<unknown>()
  const path = { id: letter.id }
  async function act(how: 'dry' | 'redrive') {
    setBusy(how)
    setError(undefined)
    try {
      const body = payload === original ? {} : { payload: parseJson(payload) }
      if (how === 'dry') {
        setRun((await api.POST('/api/v1/dead-letters/{id}/dry-run', { params: { path }, body })).data)
      } else {
        await api.POST('/api/v1/dead-letters/{id}/redrive', { params: { path }, body })
        say('Redriven. Watch it here.')
        await client.invalidateQueries({ queryKey: ['get', '/api/v1/events/{id}'] })
        await navigate({ to: '/events/$id', params: { id: letter.eventId } })
      }
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <div className="split">
      <Section title="Payload">
        <Editor label="Payload" file="payload.json" lines="few" value={payload} readOnly={!may.change} onChange={setPayload} />
        <div className="actions">
          {payload !== original && (
            <Button look="quiet" onClick={() => setPayload(original)}>
              As it was
            </Button>
          )}
          <Button busy={busy === 'dry'} disabled={!may.change} title="Runs the function with it; the dead letter stays" onClick={() => void act('dry')}>
            Dry run
          </Button>
          <Button look="primary" busy={busy === 'redrive'} disabled={!may.change || letter.redrivenAs !== undefined} onClick={() => void act('redrive')}>
            {payload === original ? 'Redrive' : 'Redrive with this payload'}
          </Button>
        </div>
      </Section>
      <Section title="Dry run">
        {error !== undefined && <ErrorNote error={error} />}
        {run ? (
          <>
            <p className="result-head">
              <Badge state={run.outcome} /> {run.errorType && <strong className="bad">{run.errorType}</strong>} <span>{run.errorMessage}</span> <span className="help">version {run.executedVersion}, {milliseconds(run.durationMs)}</span>
            </p>
            <JsonBlock label="Answer of the dry run" value={run.answer ?? null} base64={run.answerBase64} />
            <h3>Log</h3>
            <InvocationLog key={run.invocationId} id={run.invocationId} settled />
          </>
        ) : (
          <p className="help">A dry run calls the function with this payload and shows what comes of it; what the function does to other systems is real. The dead letter stays where it is.</p>
        )}
      </Section>
    </div>
  )
}
