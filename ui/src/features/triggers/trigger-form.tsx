import { type FormEvent, useMemo, useState } from 'react'
import { queries, type Schema } from '../../shared/api/client'
import { Problem } from '../../shared/api/problem'
import { parseJson, prettyJson } from '../../shared/lib/exact-json'
import { Button } from '../../shared/ui/button'
import { SelectField, TextField } from '../../shared/ui/field'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Section } from '../../shared/ui/page'
import { FilterTester } from './filter-tester'
import { SettingsForm } from './settings-form'
import { type Draft, draftOf, NotJson, type SettingsSchema, settingsOf } from './settings-schema'
import { SlotPreview } from './slot-preview'

interface TriggerFormProps {
  type: string
  /** The trigger that is changed, or nothing for a new one. */
  trigger?: Schema<'TriggerAnswer'>
  functionName?: string
  action: string
  onSave: (body: Schema<'TriggerRequest'>) => Promise<void>
}

/** What a type starts out with in the form. */
const examples: Record<string, Draft> = { schedule: { expression: 'rate(5 minutes)' } }

export function TriggerForm(props: TriggerFormProps) {
  const described = queries.useQuery('get', '/api/v1/trigger-types/{type}', { params: { path: { type: props.type } } }, { staleTime: Number.POSITIVE_INFINITY })
  if (described.error) {
    return <ErrorNote error={described.error} />
  }
  return described.data ? <Form {...props} schema={described.data.settingsSchema as SettingsSchema} batches={described.data.capabilities.includes('batched')} /> : <Loading />
}

function Form({ type, trigger, functionName, action, onSave, schema, batches }: TriggerFormProps & { schema: SettingsSchema; batches: boolean }) {
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const [name, setName] = useState(trigger?.name ?? '')
  const [fn, setFn] = useState(trigger?.function ?? functionName ?? '')
  const [qualifier, setQualifier] = useState(trigger?.qualifier ?? '')
  const [draft, setDraft] = useState<Draft>(() => (trigger ? draftOf(schema, trigger.settings as Record<string, unknown>, prettyJson) : (examples[type] ?? {})))
  const [filter, setFilter] = useState(trigger?.filter ? prettyJson(trigger.filter) : '')
  const [batch, setBatch] = useState(trigger ? String(trigger.batch.size) : '')
  const [window, setWindow] = useState(trigger ? String(trigger.batch.windowSeconds) : '')
  const [retries, setRetries] = useState(trigger ? String(trigger.retry.maxRetries) : '')
  const [shortest, setShortest] = useState(trigger ? String(trigger.retry.minBackoffSeconds) : '')
  const [longest, setLongest] = useState(trigger ? String(trigger.retry.maxBackoffSeconds) : '')
  const [most, setMost] = useState(trigger?.maxConcurrency ? String(trigger.maxConcurrency) : '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const problem = error instanceof Problem ? error : undefined
  const settings = useMemo(() => {
    try {
      return settingsOf(schema, draft, parseJson) ?? {}
    } catch {
      return undefined
    }
  }, [schema, draft])

  async function save(submit: FormEvent) {
    submit.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const current = trigger ? keptOf(trigger) : {}
      await onSave({
        ...current,
        name,
        function: fn,
        type,
        ...(qualifier && { qualifier }),
        settings: settingsOf(schema, draft, parseJson) ?? {},
        ...(filter.trim() && { filter: filterOf(filter) }),
        ...(batches && (batch || window) && { batch: { ...trigger?.batch, ...(batch && { size: Number(batch) }), ...(window && { windowSeconds: Number(window) }) } }),
        ...((retries || shortest || longest) && {
          retry: {
            ...trigger?.retry,
            ...(retries && { maxRetries: Number(retries) }),
            ...(shortest && { minBackoffSeconds: Number(shortest) }),
            ...(longest && { maxBackoffSeconds: Number(longest) }),
          },
        }),
        ...(most && { maxConcurrency: Number(most) }),
      })
    } catch (failure) {
      setError(failure instanceof NotJson ? new Problem(400, failure.message, '', [{ field: `settings.${failure.field}`, rule: 'must be JSON' }]) : failure)
      setBusy(false)
    }
  }
  return (
    <form className="form wide" onSubmit={(submit) => void save(submit)}>
      <div className="columns">
        <TextField label="Name" value={name} onChange={setName} required autoFocus spellCheck={false} help="Unique among triggers." error={problem?.of('name')} />
        <SelectField label="Function" value={fn} onChange={setFn} options={[{ value: '', label: 'Choose one…' }, ...(functions.data?.items.map((each) => ({ value: each.name })) ?? [])]} help="What works on the events." error={problem?.of('function')} />
        <TextField label="Version or alias, optional" value={qualifier} onChange={setQualifier} placeholder="latest state" spellCheck={false} error={problem?.of('qualifier')} />
      </div>
      <Section title={type === 'schedule' ? 'When' : 'Source'}>
        <div className={type === 'schedule' ? 'columns two' : ''}>
          <div className={type === 'schedule' ? '' : 'columns'}>
            <SettingsForm schema={schema} draft={draft} onChange={setDraft} error={error} />
          </div>
          {type === 'schedule' && settings && (
            <div>
              <h3>The next ten slots</h3>
              <SlotPreview settings={settings} zone={draft.timezone || 'UTC'} />
            </div>
          )}
        </div>
      </Section>
      <Section title="Which events">
        <FilterTester filter={filter} onChange={setFilter} error={problem?.of('filter')} />
      </Section>
      <Section title="How they are run">
        <div className="columns">
          {batches && <TextField label="Records in a batch, at most, optional" type="number" min={1} value={batch} onChange={setBatch} error={problem?.of('batch.size')} />}
          {batches && <TextField label="Wait for a batch to fill, s, optional" type="number" min={0} value={window} onChange={setWindow} error={problem?.of('batch.windowSeconds')} />}
          <TextField label="Retries, optional" type="number" min={0} value={retries} onChange={setRetries} placeholder="2" help="Attempts after the first, before it is a dead letter." error={problem?.of('retry.maxRetries')} />
          <TextField label="Shortest wait before a retry, s, optional" type="number" min={0} value={shortest} onChange={setShortest} error={problem?.of('retry.minBackoffSeconds')} />
          <TextField label="Longest wait before a retry, s, optional" type="number" min={0} value={longest} onChange={setLongest} error={problem?.of('retry.maxBackoffSeconds')} />
          <TextField label="At most so many at once, optional" type="number" min={1} value={most} onChange={setMost} error={problem?.of('maxConcurrency')} />
        </div>
      </Section>
      {error !== undefined && <ErrorNote error={error} />}
      <div className="actions sticky">
        <Button type="submit" look="primary" busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  )
}

/** A change replaces everything, so what the form does not show has to be said again. */
function keptOf(trigger: Schema<'TriggerAnswer'>): Schema<'TriggerRequest'> {
  return {
    retry: trigger.retry,
    ordering: trigger.ordering,
    paused: trigger.paused,
    ...(trigger.circuitBreaker && { circuitBreaker: trigger.circuitBreaker }),
    ...(trigger.idempotency && { idempotency: trigger.idempotency }),
    ...(trigger.onSuccess !== undefined && { onSuccess: trigger.onSuccess }),
    ...(trigger.onFailure !== undefined && { onFailure: trigger.onFailure }),
  }
}

function filterOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw new Problem(400, 'filter must be JSON', '', [{ field: 'filter', rule: 'must be JSON' }])
  }
}
