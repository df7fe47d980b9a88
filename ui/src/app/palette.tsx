import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { queries } from '../shared/api/client'
import { useMay, useSession } from '../shared/session'

interface Command {
  label: string
  kind: string
  run: () => void
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Everything that can be gone to or begun, found by typing. An id leads to its event. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const may = useMay()
  const { signOut } = useSession()
  const [text, setText] = useState('')
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } })

  const commands = useMemo(() => {
    const id = text.trim()
    const found: Command[] = UUID.test(id)
      ? [
          { label: `Event ${id}`, kind: 'open', run: () => void navigate({ to: '/events/$id', params: { id } }) },
          { label: `Invocation ${id}`, kind: 'open', run: () => void navigate({ to: '/invocations/$id', params: { id } }) },
        ]
      : []
    const go = (label: string, run: () => void) => ({ label, kind: 'go to', run })
    found.push(
      go('Overview', () => void navigate({ to: '/' })),
      go('Functions', () => void navigate({ to: '/functions' })),
      go('Triggers', () => void navigate({ to: '/triggers' })),
      go('Events', () => void navigate({ to: '/events' })),
      go('Events that wait', () => void navigate({ to: '/events', search: { status: 'waiting' } })),
      go('Dead letters', () => void navigate({ to: '/dead-letters' })),
      go('Logs', () => void navigate({ to: '/logs' })),
      go('Map', () => void navigate({ to: '/map' })),
    )
    for (const section of ['access-keys', 'audit-log', 'nodes', 'runtimes', 'health'] as const) {
      found.push(go(`Settings: ${section.replace('-', ' ')}`, () => void navigate({ to: '/settings/$section', params: { section } })))
    }
    if (may.change) {
      found.push(
        { label: 'Create a function', kind: 'do', run: () => void navigate({ to: '/functions/new' }) },
        { label: 'Create a trigger', kind: 'do', run: () => void navigate({ to: '/triggers/new' }) },
      )
    }
    found.push({ label: 'Sign out', kind: 'do', run: signOut })
    for (const { name } of functions.data?.items ?? []) {
      found.push({ label: name, kind: 'function', run: () => void navigate({ to: '/functions/$name/$tab', params: { name, tab: 'code' } }) })
    }
    for (const { id: trigger, name } of triggers.data?.items ?? []) {
      found.push({ label: name, kind: 'trigger', run: () => void navigate({ to: '/triggers/$id', params: { id: trigger } }) })
    }
    return found
  }, [text, may.change, functions.data, triggers.data, navigate, signOut])

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog palette" aria-label="Search or go to">
          <Autocomplete.Root items={commands} open inline autoHighlight="always" itemToStringValue={(command: Command) => command.label} value={text} onValueChange={setText}>
            <Autocomplete.Input className="palette-input" placeholder="A page, a function, a trigger, or an id" aria-label="Search" />
            <Autocomplete.Empty className="palette-empty">Nothing is called so.</Autocomplete.Empty>
            <Autocomplete.List className="palette-list">
              {(command: Command) => (
                <Autocomplete.Item
                  key={`${command.kind} ${command.label}`}
                  value={command}
                  className="palette-item"
                  onClick={() => {
                    onClose()
                    command.run()
                  }}
                >
                  <span>{command.label}</span>
                  <small>{command.kind}</small>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
