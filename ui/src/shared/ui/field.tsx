import { type ComponentProps, type ReactNode, useId } from 'react'

interface FieldProps {
  label: string
  help?: ReactNode
  error?: string | undefined
  children: (props: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

export function Field({ label, help, error, children }: FieldProps) {
  const id = useId()
  const about = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={error ? 'field invalid' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(about && { 'aria-describedby': about }), ...(error && { 'aria-invalid': true as const }) })}
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error && (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  label: string
  help?: ReactNode
  error?: string | undefined
  value: string
  onChange: (value: string) => void
}

export function TextField({ label, help, error, onChange, ...rest }: TextFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(props) => <input {...rest} {...props} onChange={(change) => onChange(change.target.value)} />}
    </Field>
  )
}

interface SelectFieldProps {
  label: string
  help?: ReactNode
  error?: string | undefined
  value: string
  options: { value: string; label?: string; disabled?: boolean }[]
  disabled?: boolean
  onChange: (value: string) => void
}

export function SelectField({ label, help, error, value, options, disabled, onChange }: SelectFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(props) => (
        <select {...props} value={value} disabled={disabled} onChange={(change) => onChange(change.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label ?? option.value}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
