import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactNode, useState } from 'react'
import { Button } from './button'
import { ErrorNote } from './notes'

interface ConfirmProps {
  /** The button that asks first; its label names the act. */
  trigger: ReactNode
  title: string
  children?: ReactNode
  /** What is written on the button that does it, such as "Purge 12 dead letters". */
  action: string
  /** What has to be typed before it can be done. */
  typed?: string
  danger?: boolean
  disabled?: boolean
  onConfirm: () => Promise<unknown>
}

/** A destructive act asks, and says what and how many. */
export function Confirm({ trigger, title, children, action, typed, danger = true, disabled, onConfirm }: ConfirmProps) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const change = (next: boolean) => {
    setOpen(next)
    setText('')
    setError(undefined)
  }
  async function confirm() {
    setBusy(true)
    try {
      await onConfirm()
      change(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <AlertDialog.Root open={open} onOpenChange={change}>
      <AlertDialog.Trigger className={`button ${danger ? 'danger' : 'plain'}`} disabled={disabled}>
        {trigger}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />}>{children}</AlertDialog.Description>
          {typed && (
            <label className="field">
              <span>
                Type <code>{typed}</code> to go on
              </span>
              <input value={text} autoComplete="off" spellCheck={false} onChange={(input) => setText(input.target.value)} />
            </label>
          )}
          {error !== undefined && <ErrorNote error={error} />}
          <div className="actions">
            <AlertDialog.Close className="button plain">Cancel</AlertDialog.Close>
            <Button look={danger ? 'danger' : 'primary'} busy={busy} disabled={typed !== undefined && text !== typed} onClick={() => void confirm()}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
