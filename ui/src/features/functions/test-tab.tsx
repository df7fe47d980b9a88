import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, queries } from '../../shared/api/client'
import { Editor } from '../../shared/editor/editor'
import { parseJson, prettyJson, prettyText } from '../../shared/lib/exact-json'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Button } from '../../shared/ui/button'
import { CopyId } from '../../shared/ui/copy'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Section } from '../../shared/ui/page'
import { TextBlock } from '../../shared/ui/text-block'
import { complain, say } from '../../shared/ui/toasts'
import { TimingBar } from '../events/timing-bar'
import { InvocationLog } from '../logs/invocation-log'
import type { FunctionDetails } from './function-page'
import { type Answer, invoke, reportOf, send } from './invoke'

export default function TestTab({ fn }: { fn: FunctionDetails }) {
  const path = { function: fn.name }
  const events = queries.useQuery('get', '/api/v1/functions/{function}/test-events', { params: { path } })
  const aliases = queries.useQuery('get', '/api/v1/functions/{name}/aliases', { params: { path: { name: fn.name }, query: { limit: 500 } } })
  if (events.error) {
    return <ErrorNote error={events.error} />
  }
  if (!events.data) {
    return <Loading />
  }
  const saved = events.data.items.map((each) => ({ name: each.name, payload: prettyJson(each.payload) }))
  return <Tester fn={fn} saved={saved} qualifiers={aliases.data?.items?.map((alias) => alias.name) ?? []} />
}

interface Saved {
  name: string
  payload: string
}

function Tester({ fn, saved, qualifiers }: { fn: FunctionDetails; saved: Saved[]; qualifiers: string[] }) {
  const may = useMay()
  const client = useQueryClient()
  const [name, setName] = useState(saved[0]?.name ?? '')
  const [payload, setPayload] = useState(saved[0]?.payload ?? '{}')
  const [qualifier, setQualifier] = useState('')
  const [busy, setBusy] = useState<'call' | 'send'>()
  const [answer, setAnswer] = useState<Answer>()
  const [sent, setSent] = useState<string>()
  const [error, setError] = useState<unknown>()
  const stored = saved.find((each) => each.name === name)

  async function run(how: 'call' | 'send') {
    setBusy(how)
    setError(undefined)
    setAnswer(undefined)
    setSent(undefined)
    try {
      if (how === 'call') {
        setAnswer(await invoke(fn.name, payload, qualifier || undefined))
      } else {
        setSent(await send(fn.name, payload, qualifier || undefined))
      }
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(undefined)
    }
  }
  async function change(what: () => Promise<unknown>, done: string) {
    try {
      await what()
      say(done)
      await client.invalidateQueries({ queryKey: ['get', '/api/v1/functions/{function}/test-events'] })
    } catch (failure) {
      complain(failure)
    }
  }
  const path = { function: fn.name, name }
  return (
    <div className="split">
      <Section title="Event">
        <div className="filters">
          <select
            aria-label="Saved test event"
            value={stored ? name : ''}
            onChange={(choice) => {
              setName(choice.target.value)
              setPayload(saved.find((each) => each.name === choice.target.value)?.payload ?? '{}')
            }}
          >
            <option value="">New event</option>
            {saved.map((each) => (
              <option key={each.name}>{each.name}</option>
            ))}
          </select>
          <input aria-label="Name to save it under" placeholder="Name to save it under" value={name} onChange={(typed) => setName(typed.target.value)} />
          <Button disabled={!may.change || !name.trim()} onClick={() => void change(async () => api.PUT('/api/v1/functions/{function}/test-events/{name}', { params: { path }, body: { payload: parseJson(payload) } }), `Saved as ${name}.`)}>
            Save
          </Button>
          {stored && (
            <Button look="quiet" disabled={!may.change} onClick={() => void change(() => api.DELETE('/api/v1/functions/{function}/test-events/{name}', { params: { path } }), `${name} was removed.`)}>
              Remove
            </Button>
          )}
        </div>
        <Editor label="Payload of the test event" file="event.json" lines="few" value={payload} onChange={setPayload} onSave={() => void (may.change && run('call'))} />
        <div className="actions">
          <Button look="quiet" onClick={() => setPayload(prettyText(payload))}>
            Format
          </Button>
          {qualifiers.length > 0 && (
            <select aria-label="Alias" value={qualifier} onChange={(choice) => setQualifier(choice.target.value)}>
              <option value="">latest state</option>
              {qualifiers.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
          <Button busy={busy === 'send'} disabled={!may.change} title="Accepted into the ledger, retried, and a dead letter if it keeps failing" onClick={() => void run('send')}>
            Send as an event
          </Button>
          <Button look="primary" busy={busy === 'call'} disabled={!may.change || fn.state !== 'Active'} title={may.change ? 'Ctrl Enter' : 'The role viewer cannot call functions'} onClick={() => void run('call')}>
            Test
          </Button>
        </div>
      </Section>
      <Section title="Result">
        {error !== undefined && <ErrorNote error={error} />}
        {sent && (
          <p className="note good">
            Accepted.{' '}
            <Link to="/events/$id" params={{ id: sent }}>
              Watch the event
            </Link>
          </p>
        )}
        {answer && <Result key={answer.invocationId} answer={answer} />}
        {!answer && !sent && error === undefined && <p className="help">{busy ? 'Running…' : 'The answer, the time it took and what was written to the log appear here.'}</p>}
      </Section>
    </div>
  )
}

function Result({ answer }: { answer: Answer }) {
  const report = useQuery({ queryKey: ['report', answer.invocationId], queryFn: async () => (await reportOf(answer.invocationId)) ?? null, staleTime: Number.POSITIVE_INFINITY })
  const attempt = report.data?.attempts[0]
  return (
    <>
      <p className="result-head">
        <Badge state={answer.functionError ? 'failed' : 'succeeded'} /> {answer.functionError && <strong className="bad">{answer.functionError}</strong>} <span className="help">version {answer.version}</span>{' '}
        <CopyId id={answer.invocationId} />
      </p>
      {attempt && <TimingBar attempt={attempt} />}
      <h3>Answer</h3>
      <TextBlock label="Answer of the function" text={prettyText(answer.text)} />
      <h3>Log</h3>
      <InvocationLog id={answer.invocationId} settled />
    </>
  )
}
