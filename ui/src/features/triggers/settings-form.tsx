import { Problem } from '../../shared/api/problem'
import { Field, SelectField, TextField } from '../../shared/ui/field'
import { type Draft, kindOf, type SettingsSchema } from './settings-schema'

/** "startingPosition" as people would write it. */
function labelOf(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

interface SettingsFormProps {
  schema: SettingsSchema
  draft: Draft
  onChange: (draft: Draft) => void
  error: unknown
  path?: string
}

/** Fields for whatever the settings of a connector are. */
export function SettingsForm({ schema, draft, onChange, error, path = '' }: SettingsFormProps) {
  const problem = error instanceof Problem ? error : undefined
  return Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const at = path ? `${path}.${name}` : name
    const value = draft[at] ?? ''
    const required = schema.required?.includes(name)
    const label = labelOf(name) + (required ? '' : ', optional')
    const shared = { label, help: field.description ?? '', error: problem?.of(`settings.${at}`) }
    const put = (text: string) => onChange({ ...draft, [at]: text })
    switch (kindOf(field)) {
      case 'group':
        return (
          <fieldset key={at}>
            <legend>{label}</legend>
            {field.description && <p className="help">{field.description}</p>}
            <SettingsForm schema={field} draft={draft} onChange={onChange} error={error} path={at} />
          </fieldset>
        )
      case 'choice':
      case 'switch': {
        const values = field.enum ?? ['true', 'false']
        return <SelectField key={at} {...shared} value={value} onChange={put} options={[{ value: '', label: field.default ? `${field.default}, the default` : 'not set' }, ...values.map((each) => ({ value: each }))]} />
      }
      case 'number':
        return <TextField key={at} {...shared} type="number" value={value} onChange={put} />
      case 'list':
        return <TextField key={at} {...shared} help={`${field.description ?? ''}; several are separated by commas`} value={value} onChange={put} spellCheck={false} />
      case 'json':
        return (
          <Field key={at} {...shared}>
            {(props) => <textarea {...props} rows={4} className="mono" spellCheck={false} value={value} onChange={(typed) => put(typed.target.value)} />}
          </Field>
        )
      case 'time':
        return <TextField key={at} {...shared} placeholder="2030-01-31T08:00:00Z" value={value} onChange={put} />
      case 'text':
        return <TextField key={at} {...shared} placeholder={field.default ?? ''} required={required ?? false} value={value} onChange={put} spellCheck={false} />
    }
  })
}
