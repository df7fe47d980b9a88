import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, type Schema } from '../../shared/api/client'
import { prettyJson } from '../../shared/lib/exact-json'
import { shellQuote } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Confirm } from '../../shared/ui/confirm'
import { copyText } from '../../shared/ui/copy'
import { complain, say } from '../../shared/ui/toasts'
import { isOpen } from './open'
import { send } from '../functions/invoke'

/** What can be done with an event: run it again, copy it as a command, cancel it while it waits. */
export function EventActs({ event }: { event: Schema<'EventDetailsAnswer'> }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const may = useMay()
  const waiting = event.invocations.filter((each) => each.status === 'waiting')
  const gone = event.payloadGone !== undefined || event.payloadBase64 !== undefined
  async function again() {
    try {
      const id = await send(event.function, JSON.stringify(event.payload ?? null))
      say('Sent again as a new event; this is it.')
      await navigate({ to: '/events/$id', params: { id } })
    } catch (failure) {
      complain(failure)
    }
  }
  const curl = `curl -sS -u "$GLOWPLUG_ADMIN_ACCESS_KEY_ID:$GLOWPLUG_ADMIN_SECRET_ACCESS_KEY" ${location.origin}/api/v1/functions/${event.function}/invocations -H 'Prefer: respond-async' --json ${shellQuote(prettyJson(event.payload ?? null))}`
  return (
    <>
      {waiting.length > 0 && (
        <Confirm
          trigger="Cancel"
          title="Cancel this event?"
          action="Cancel the event"
          disabled={!may.change}
          onConfirm={async () => {
            for (const each of waiting) {
              await api.POST('/api/v1/invocations/{id}/cancel', { params: { path: { id: each.id } } })
            }
            await client.invalidateQueries({ queryKey: ['get', '/api/v1/events/{id}'] })
          }}
        >
          <p>It is not tried any more, and counts as cancelled in the ledger.</p>
        </Confirm>
      )}
      <Button disabled={gone} onClick={() => void copyText(curl).then(() => say('Copied.'))}>
        Copy as curl
      </Button>
      <Button look={event.invocations.some((each) => isOpen(each.status)) ? 'plain' : 'primary'} disabled={!may.change || gone} title={gone ? 'Its payload is gone or no JSON' : undefined} onClick={() => void again()}>
        Run again
      </Button>
    </>
  )
}
