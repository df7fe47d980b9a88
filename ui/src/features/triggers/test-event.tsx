import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Schema } from '../../shared/api/client'
import { Editor } from '../../shared/editor/editor'
import { prettyJson } from '../../shared/lib/exact-json'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Section } from '../../shared/ui/page'
import { complain, say } from '../../shared/ui/toasts'
import { send } from '../functions/invoke'

const samples: Record<string, unknown> = {
  schedule: { version: '0', id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa', 'detail-type': 'Scheduled Event', source: 'aws.events', time: '2030-01-31T08:00:00Z', detail: {} },
  kafka: {
    eventSource: 'aws:kafka',
    records: { 'orders-0': [{ topic: 'orders', partition: 0, offset: 15, timestamp: 1700000000000, timestampType: 'CREATE_TIME', value: 'eyJvcmRlciI6IDQ3MTF9', headers: [] }] },
  },
}

/** Sends the trigger's function an event as this source would make it. */
export function TestEvent({ trigger }: { trigger: Schema<'TriggerAnswer'> }) {
  const may = useMay()
  const navigate = useNavigate()
  const [payload, setPayload] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function begin() {
    const fallback = (trigger.settings as { input?: unknown } | undefined)?.input ?? samples[trigger.type] ?? {}
    try {
      const { data } = await api.GET('/api/v1/events', { params: { query: { trigger: trigger.id, limit: 1 } } })
      const last = data?.items?.[0]?.id
      const event = last ? (await api.GET('/api/v1/events/{id}', { params: { path: { id: last } } })).data : undefined
      setPayload(prettyJson(event?.payload ?? fallback))
    } catch {
      setPayload(prettyJson(fallback))
    }
  }
  async function sendIt() {
    setBusy(true)
    try {
      const id = await send(trigger.function, payload ?? '{}', trigger.qualifier)
      say('Sent. This is the event.')
      await navigate({ to: '/events/$id', params: { id } })
    } catch (failure) {
      complain(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title="Send a test event">
      {payload === undefined ? (
        <p>
          <Button disabled={!may.change} onClick={() => void begin()}>
            Prepare one
          </Button>{' '}
          <span className="help">It begins as the latest event of this trigger, or as an example.</span>
        </p>
      ) : (
        <>
          <Editor label="Test event" file="event.json" lines="few" value={payload} onChange={setPayload} />
          <p className="help">It goes to the function by name, past the source and its filter: it is no event of this trigger in the ledger.</p>
          <div className="actions">
            <Button look="primary" busy={busy} disabled={!may.change} onClick={() => void sendIt()}>
              Send it to {trigger.function}
            </Button>
          </div>
        </>
      )}
    </Section>
  )
}
