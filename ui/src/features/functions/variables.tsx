import { Eye, EyeOff, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'

interface Variable {
  name: string
  value: string
}

/** Names and values; values are covered until somebody wants to see them. */
export function Variables({ variables, onChange, disabled }: { variables: Variable[]; onChange: (variables: Variable[]) => void; disabled: boolean }) {
  const may = useMay()
  const [shown, setShown] = useState(false)
  const put = (index: number, change: Partial<Variable>) => onChange(variables.map((each, at) => (at === index ? { ...each, ...change } : each)))
  return (
    <>
      {!may.change && variables.length > 0 && <p className="help">The role viewer sees no values.</p>}
      {variables.map((each, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- names are being typed, so only the place tells rows apart
        <div key={index} className="pair">
          <input aria-label={`Name of variable ${index + 1}`} className="mono" placeholder="NAME" value={each.name} disabled={disabled} spellCheck={false} onChange={(typed) => put(index, { name: typed.target.value })} />
          <input aria-label={`Value of ${each.name || `variable ${index + 1}`}`} className="mono" type={shown ? 'text' : 'password'} autoComplete="off" value={each.value} disabled={disabled} spellCheck={false} onChange={(typed) => put(index, { value: typed.target.value })} />
          <Button look="quiet" disabled={disabled} aria-label={`Remove ${each.name}`} onClick={() => onChange(variables.filter((_each, at) => at !== index))}>
            <Trash2 size={14} aria-hidden />
          </Button>
        </div>
      ))}
      <div className="actions start">
        <Button look="quiet" disabled={disabled} onClick={() => onChange([...variables, { name: '', value: '' }])}>
          <Plus size={14} aria-hidden /> Add a variable
        </Button>
        {variables.length > 0 && may.change && (
          <Button look="quiet" onClick={() => setShown(!shown)}>
            {shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />} {shown ? 'Cover values' : 'Show values'}
          </Button>
        )}
      </div>
    </>
  )
}

/** New values by name; null removes a secret. */
export type SecretEdits = Record<string, string | null>

/** Variables whose values nobody gets to see: they are set anew or removed. */
export function Secrets({ names, edits, onChange, disabled }: { names: string[]; edits: SecretEdits; onChange: (edits: SecretEdits) => void; disabled: boolean }) {
  const [added, setAdded] = useState('')
  const all = [...new Set([...names, ...Object.keys(edits)])]
  const keep = (name: string) => {
    const { [name]: _gone, ...rest } = edits
    onChange(rest)
  }
  return (
    <>
      <p className="help">Encrypted where they are stored, told to nobody, and given to the function as environment variables.</p>
      {all.map((name) => (
        <div key={name} className="pair">
          <code>{name}</code>
          {edits[name] === undefined ? (
            <span className="help">set; not shown</span>
          ) : edits[name] === null ? (
            <span className="bad">is removed when you save</span>
          ) : (
            <input aria-label={`New value of ${name}`} className="mono" type="password" autoComplete="new-password" value={edits[name] ?? ''} onChange={(typed) => onChange({ ...edits, [name]: typed.target.value })} />
          )}
          {edits[name] === undefined ? (
            <span className="actions">
              <Button look="quiet" disabled={disabled} onClick={() => onChange({ ...edits, [name]: '' })}>
                Replace
              </Button>
              <Button look="quiet" disabled={disabled} onClick={() => onChange({ ...edits, [name]: null })}>
                Remove
              </Button>
            </span>
          ) : (
            <Button look="quiet" onClick={() => keep(name)}>
              Keep as it was
            </Button>
          )}
        </div>
      ))}
      <div className="actions start">
        <input aria-label="Name of a new secret" className="mono" placeholder="NAME" value={added} disabled={disabled} onChange={(typed) => setAdded(typed.target.value)} />
        <Button
          look="quiet"
          disabled={disabled || !added}
          onClick={() => {
            onChange({ ...edits, [added]: '' })
            setAdded('')
          }}
        >
          <Plus size={14} aria-hidden /> Add a secret
        </Button>
      </div>
    </>
  )
}
