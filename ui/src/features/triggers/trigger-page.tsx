import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, queries, type Schema } from '../../shared/api/client'
import { bytes, count } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Button } from '../../shared/ui/button'
import { Confirm } from '../../shared/ui/confirm'
import { CopyId } from '../../shared/ui/copy'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Page, Section } from '../../shared/ui/page'
import { JsonBlock } from '../../shared/ui/text-block'
import { Time } from '../../shared/ui/time'
import { complain, say } from '../../shared/ui/toasts'
import { InvocationTable } from '../events/invocation-table'
import { Timeline } from '../events/timeline'
import { TestEvent } from './test-event'
import { SlotPreview } from './slot-preview'
import { TriggerForm } from './trigger-form'
import { lagOf, sourceOf, useTriggerStatus } from './trigger-table'

export function TriggerPage() {
  const { id } = useParams({ from: '/triggers/$id' })
  const trigger = queries.useQuery('get', '/api/v1/triggers/{trigger}', { params: { path: { trigger: id } } }, { refetchInterval: 10_000 })
  const [editing, setEditing] = useState(false)
  const client = useQueryClient()
  if (trigger.error && !trigger.data) {
    return <ErrorNote error={trigger.error} />
  }
  if (!trigger.data) {
    return <Loading />
  }
  const { data } = trigger
  return (
    <Page
      title={data.name}
      about={
        <>
          <span>{data.type}</span> <code>{sourceOf(data)}</code> <span>→</span>{' '}
          <Link to="/functions/$name/$tab" params={{ name: data.function, tab: 'triggers' }}>
            {data.function}
          </Link>
        </>
      }
      actions={<Acts trigger={data} editing={editing} onEdit={() => setEditing(!editing)} />}
    >
      {editing ? (
        <TriggerForm
          key={data.revision}
          type={data.type}
          trigger={data}
          action="Save the trigger"
          onSave={async (body) => {
            await api.PUT('/api/v1/triggers/{trigger}', { params: { path: { trigger: data.id }, header: { 'If-Match': `"${data.revision}"` } }, body })
            say('Saved.')
            setEditing(false)
            await client.invalidateQueries({ queryKey: ['get', '/api/v1/triggers/{trigger}'] })
          }}
        />
      ) : (
        <Details trigger={data} />
      )}
    </Page>
  )
}

function Acts({ trigger, editing, onEdit }: { trigger: Schema<'TriggerAnswer'>; editing: boolean; onEdit: () => void }) {
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const params = { path: { trigger: trigger.id } }
  async function turn() {
    try {
      await (trigger.paused ? api.POST('/api/v1/triggers/{trigger}/resume', { params }) : api.POST('/api/v1/triggers/{trigger}/pause', { params }))
      say(trigger.paused ? 'Resumed.' : 'Paused. What is accepted waits.')
    } catch (failure) {
      complain(failure)
    }
    await client.invalidateQueries({ predicate: (query) => String(query.queryKey[1]).startsWith('/api/v1/triggers/{trigger}') })
  }
  return (
    <>
      <Confirm
        trigger="Delete"
        title={`Delete the trigger ${trigger.name}?`}
        action="Delete the trigger"
        typed={trigger.name}
        disabled={!may.change}
        onConfirm={async () => {
          await api.DELETE('/api/v1/triggers/{trigger}', { params: { ...params, query: { cancelWaiting: true } } })
          say(`${trigger.name} was deleted.`)
          await navigate({ to: '/triggers' })
        }}
      >
        <p>Its source is no longer read, and how far it was read is forgotten. Events of it that wait are cancelled, and count as such in the ledger.</p>
      </Confirm>
      <Button disabled={!may.change} onClick={() => void turn()}>
        {trigger.paused ? 'Resume' : 'Pause'}
      </Button>
      <Button disabled={!may.change} onClick={onEdit}>
        {editing ? 'Leave it as it is' : 'Edit'}
      </Button>
    </>
  )
}

function Details({ trigger }: { trigger: Schema<'TriggerAnswer'> }) {
  const { data: status } = useTriggerStatus(trigger.id)
  const params = { path: { trigger: trigger.id } }
  const notes = queries.useQuery('get', '/api/v1/triggers/{trigger}/notes', { params: { ...params, query: { limit: 50 } } }, { refetchInterval: 5000 })
  const filtered = queries.useQuery('get', '/api/v1/triggers/{trigger}/filtered', { params }, { enabled: trigger.filter !== undefined, refetchInterval: 5000 })
  const recent = queries.useQuery('get', '/api/v1/invocations', { params: { query: { trigger: trigger.id, limit: 15 } } }, { refetchInterval: 2000 })
  const ledger = queries.useQuery('get', '/api/v1/ledger', undefined, { refetchInterval: 3000 })
  const balance = ledger.data?.items.find((each) => each.trigger === trigger.id)
  const settings = (trigger.settings ?? {}) as Record<string, unknown>
  return (
    <>
      {status?.problem && (
        <p className="note bad" role="alert">
          <strong>{status.state}</strong> {status.problem}
        </p>
      )}
      {status?.circuitBreaker && status.circuitBreaker.state !== 'closed' && (
        <p className="note warn">
          Its circuit breaker is {status.circuitBreaker.state}: the function failed {count(status.circuitBreaker.failures)} times in a row.{' '}
          {status.circuitBreaker.probeAt && (
            <>
              It is tried again <Time at={status.circuitBreaker.probeAt} relative />.
            </>
          )}
        </p>
      )}
      <div className="split">
        <div>
          <Section title="How it is doing">
            <Facts
              facts={[
                ['State', status ? <Badge key="state" state={status.state} /> : '…'],
                ['Since', status ? <Time key="since" at={status.since} relative /> : '…'],
                ['Node', status?.node ?? 'none'],
                ['Lag', count(lagOf(status))],
                ['Last progress', status?.lastProgress ? <Time key="progress" at={status.lastProgress} relative /> : 'none yet'],
                ['Accepted', count(balance?.accepted ?? 0)],
                ['Succeeded', count(balance?.succeeded ?? 0)],
                ['Dead-lettered', count(balance?.deadLettered ?? 0)],
                ['Waiting', count((balance?.waiting ?? 0) + (balance?.inFlight ?? 0))],
                ['Turned away by the filter', count(balance?.filtered ?? 0)],
                ['Taken twice', status ? count(status.duplicates.samePayload + status.duplicates.otherPayload) : '…'],
              ]}
            />
          </Section>
          {status && Object.keys(status.checkpoints).length > 0 && (
            <Section title="Checkpoints">
              <div className="table-box">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Part of the source</th>
                      <th scope="col">Safely read up to</th>
                      <th scope="col" className="number">
                        Lag
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {Object.entries(status.checkpoints).map(([part, position]) => (
                      <tr key={part}>
                        <td>{part || 'all of it'}</td>
                        <td>
                          <code>{position}</code>
                        </td>
                        <td className="number">{count(status.lag[part] ?? 0)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Section>
          )}
          <Section
            title="Latest events"
            actions={
              <Link to="/events" search={{ trigger: trigger.id }}>
                All of them
              </Link>
            }
          >
            {recent.data?.items?.length ? <InvocationTable invocations={recent.data.items} /> : <p className="help">None yet.</p>}
          </Section>
          <TestEvent trigger={trigger} />
        </div>
        <div>
          {trigger.type === 'schedule' && (
            <Section title="The next ten slots">
              <SlotPreview settings={settings} zone={typeof settings.timezone === 'string' ? settings.timezone : 'UTC'} />
            </Section>
          )}
          <Section title="What happened to it">
            <Timeline entries={notes.data?.items ?? []} />
          </Section>
          {trigger.filter !== undefined && (
            <Section title="Lately turned away by the filter">
              {filtered.data?.items.map((each) => (
                <details key={each.at}>
                  <summary>
                    <Time at={each.at} /> · {bytes(each.bytes)}
                  </summary>
                  <pre className="text-block">{each.preview}</pre>
                </details>
              ))}
              {filtered.data?.items.length === 0 && <p className="help">Nothing.</p>}
            </Section>
          )}
          <Section title="Settings">
            <Facts facts={[['Id', <CopyId key="id" id={trigger.id} whole />]]} />
            <JsonBlock label="Settings" value={{ settings: trigger.settings, filter: trigger.filter, batch: trigger.batch, retry: trigger.retry, ordering: trigger.ordering, maxConcurrency: trigger.maxConcurrency }} />
          </Section>
        </div>
      </div>
    </>
  )
}
