import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, type Schema } from '../../shared/api/client'
import { Problem } from '../../shared/api/problem'
import { parseJson, prettyJson } from '../../shared/lib/exact-json'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Field, SelectField, TextField } from '../../shared/ui/field'
import { ErrorNote } from '../../shared/ui/notes'
import { Section } from '../../shared/ui/page'
import { say } from '../../shared/ui/toasts'
import { ConcurrencySettings } from './concurrency-settings'
import type { FunctionDetails } from './function-page'
import { type SecretEdits, Secrets, Variables } from './variables'

const networks = [
  { value: 'none', label: 'none: it reaches nothing' },
  { value: 'internet', label: 'internet' },
  { value: 'host', label: 'host: as this machine does' },
]

export default function ConfigurationTab({ fn }: { fn: FunctionDetails }) {
  const may = useMay()
  const client = useQueryClient()
  const [general, setGeneral] = useState({
    handler: fn.handler,
    memoryMb: String(fn.memoryMb),
    timeoutSeconds: String(fn.timeoutSeconds),
    ephemeralStorageMb: String(fn.ephemeralStorageMb),
    description: fn.description,
    network: fn.network,
  })
  const [variables, setVariables] = useState(() => Object.entries(fn.environment).map(([name, value]) => ({ name, value: value ?? '' })))
  const [secrets, setSecrets] = useState<SecretEdits>({})
  const [retries, setRetries] = useState({
    maxRetries: String(fn.async.maxRetries),
    minBackoffSeconds: String(fn.async.minBackoffSeconds),
    maxBackoffSeconds: String(fn.async.maxBackoffSeconds),
    maxEventAgeSeconds: String(fn.async.maxEventAgeSeconds),
    onSuccess: fn.async.onSuccess ? prettyJson(fn.async.onSuccess) : '',
    onFailure: fn.async.onFailure ? prettyJson(fn.async.onFailure) : '',
  })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const problem = error instanceof Problem ? error : undefined

  async function save(submit: FormEvent) {
    submit.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const body: Partial<Schema<'FunctionRequest'>> = {
        handler: general.handler,
        memoryMb: Number(general.memoryMb),
        timeoutSeconds: Number(general.timeoutSeconds),
        ephemeralStorageMb: Number(general.ephemeralStorageMb),
        description: general.description,
        network: general.network,
        environment: Object.fromEntries(variables.filter((each) => each.name).map((each) => [each.name, each.value])),
        async: {
          maxRetries: Number(retries.maxRetries),
          minBackoffSeconds: Number(retries.minBackoffSeconds),
          maxBackoffSeconds: Number(retries.maxBackoffSeconds),
          maxEventAgeSeconds: Number(retries.maxEventAgeSeconds),
          onSuccess: destination('onSuccess', retries.onSuccess),
          onFailure: destination('onFailure', retries.onFailure),
        },
      }
      if (Object.keys(secrets).length > 0) {
        body.secrets = secrets as Record<string, string>
      }
      await api.PUT('/api/v1/functions/{name}', { params: { path: { name: fn.name }, header: { 'If-Match': `"${fn.revision}"` } }, body })
      say('Saved. New environments have the new configuration.')
      await client.invalidateQueries({ queryKey: ['get', '/api/v1/functions/{name}'] })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const text = (name: keyof typeof general, label: string, help?: string, unit?: boolean) => (
    <TextField label={label} help={help} disabled={!may.change} {...(unit && { type: 'number', min: 0 })} value={general[name]} onChange={(value) => setGeneral({ ...general, [name]: value })} error={problem?.of(name)} />
  )
  const number = (name: keyof typeof retries, label: string, help?: string) => (
    <TextField label={label} help={help} type="number" min={0} disabled={!may.change} value={retries[name]} onChange={(value) => setRetries({ ...retries, [name]: value })} error={problem?.of(`async.${name}`)} />
  )
  const json = (name: 'onSuccess' | 'onFailure', label: string) => (
    <Field label={label} help={'A destination as JSON, such as {"type": "function", "function": "audit"}; empty for none.'} error={problem?.of(`async.${name}`)}>
      {(props) => <textarea {...props} rows={3} spellCheck={false} className="mono" disabled={!may.change} value={retries[name]} onChange={(typed) => setRetries({ ...retries, [name]: typed.target.value })} />}
    </Field>
  )
  return (
    <>
      <form className="form wide" onSubmit={(submit) => void save(submit)}>
        <Section title="General">
          <div className="columns">
            {text('memoryMb', 'Memory, MB', '128 to 10,240. More memory is also more processor.', true)}
            {text('timeoutSeconds', 'Timeout, s', '1 to 900.', true)}
            {text('ephemeralStorageMb', 'Size of /tmp, MB', '512 to 10,240.', true)}
            {text('handler', 'Handler')}
            <SelectField label="Network" value={general.network} options={networks} disabled={!may.change} onChange={(network) => setGeneral({ ...general, network })} error={problem?.of('network')} />
            {text('description', 'Description')}
          </div>
        </Section>
        <Section title="Environment variables">
          <Variables variables={variables} onChange={setVariables} disabled={!may.change} />
          {problem?.of('environment') && <p className="error">{problem.of('environment')}</p>}
        </Section>
        <Section title="Secrets">
          <Secrets names={fn.secretNames} edits={secrets} onChange={setSecrets} disabled={!may.change} />
          {problem?.of('secrets') && <p className="error">{problem.of('secrets')}</p>}
        </Section>
        <Section title="Events that fail">
          <p className="help">For events that are sent to the function by name. Those of a trigger are tried as the trigger says.</p>
          <div className="columns">
            {number('maxRetries', 'Retries', 'Only attempts in which the handler was entered count.')}
            {number('minBackoffSeconds', 'Shortest wait, s')}
            {number('maxBackoffSeconds', 'Longest wait, s')}
            {number('maxEventAgeSeconds', 'Oldest event, s')}
            {json('onSuccess', 'When it succeeded')}
            {json('onFailure', 'When it failed for good')}
          </div>
        </Section>
        {error !== undefined && <ErrorNote error={error} />}
        <div className="actions sticky">
          <Button type="submit" look="primary" busy={busy} disabled={!may.change}>
            Save configuration
          </Button>
        </div>
      </form>
      <ConcurrencySettings fn={fn} />
    </>
  )
}

/** Null removes a destination; what is no JSON is refused here, in the form of the platform's own refusals. */
function destination(field: string, text: string): unknown {
  if (!text.trim()) {
    return null
  }
  try {
    return parseJson(text)
  } catch {
    throw new Problem(400, `async.${field} must be JSON`, '', [{ field: `async.${field}`, rule: 'must be JSON' }])
  }
}
