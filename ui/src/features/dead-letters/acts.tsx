import { Dialog } from '@base-ui/react/dialog'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, queries } from '../../shared/api/client'
import { count, counted } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Confirm } from '../../shared/ui/confirm'
import { TextField } from '../../shared/ui/field'
import { ErrorNote } from '../../shared/ui/notes'
import { complain, say } from '../../shared/ui/toasts'
import { inWords, type Selection } from './selection'

type Chosen = Selection & { ids?: string[] }

function words(selection: Chosen): string {
  return selection.ids ? 'that are selected' : inWords(selection)
}

/** Sends many again: asks how fast, says how many, and then shows how it goes. */
export function RedriveSelected({ selection, matching, label }: { selection: Chosen; matching: number; label: string }) {
  const may = useMay()
  const navigate = useNavigate()
  const client = useQueryClient()
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const [open, setOpen] = useState(false)
  const [found, setFound] = useState<number>()
  const [rate, setRate] = useState('')
  const [target, setTarget] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const body = { ...selection, ...(rate && { ratePerSecond: Number(rate) }), ...(target && { target: { function: target } }) }

  async function change(next: boolean) {
    setOpen(next)
    setError(undefined)
    setFound(undefined)
    if (next) {
      try {
        const { data } = await api.POST('/api/v1/dead-letters/redrive', { body: { ...selection, dryRun: true } })
        setFound(data && 'matching' in data ? data.matching : undefined)
      } catch (failure) {
        setError(failure)
      }
    }
  }
  async function begin() {
    setBusy(true)
    try {
      const { data } = await api.POST('/api/v1/dead-letters/redrive', { body })
      await client.invalidateQueries({ queryKey: ['get', '/api/v1/dead-letters/groups'] })
      if (data && 'id' in data) {
        await navigate({ to: '/redrives/$id', params: { id: data.id } })
      }
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog.Root open={open} onOpenChange={(next) => void change(next)}>
      <Dialog.Trigger className="button plain" disabled={!may.change || matching === 0}>
        {label}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Redrive {counted(found ?? matching, 'dead letter')}?</Dialog.Title>
          <Dialog.Description>Those {words(selection)} are sent again, oldest first, each as a new invocation. The code that the function has by then works on them.</Dialog.Description>
          <TextField label="At most so many in a second" type="number" min={0} step="any" placeholder="as fast as possible" value={rate} onChange={setRate} />
          <div className="field">
            <label htmlFor="redrive-target">To</label>
            <select id="redrive-target" value={target} onChange={(choice) => setTarget(choice.target.value)}>
              <option value="">the function that each was addressed to</option>
              {functions.data?.items.map((each) => <option key={each.name}>{each.name}</option>)}
            </select>
          </div>
          {error !== undefined && <ErrorNote error={error} />}
          <div className="actions">
            <Dialog.Close className="button plain">Cancel</Dialog.Close>
            <Button look="primary" busy={busy} disabled={found === 0} onClick={() => void begin()}>
              Redrive {found === undefined ? '…' : count(found)}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Takes many out of the queue. It can be undone for a while. */
export function PurgeSelected({ selection, matching, label }: { selection: Chosen; matching: number; label: string }) {
  const may = useMay()
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ predicate: (query) => String(query.queryKey[1]).startsWith('/api/v1/dead-letters') || query.queryKey[0] === 'dead-letters' })
  return (
    <Confirm
      trigger={label}
      title={`Purge ${counted(matching, 'dead letter')}?`}
      action={`Purge ${counted(matching, 'dead letter')}`}
      typed={`purge ${matching}`}
      disabled={!may.change || matching === 0}
      onConfirm={async () => {
        const { data } = await api.POST('/api/v1/dead-letters/purge', { body: selection })
        await again()
        say(`${counted(data?.purged ?? 0, 'dead letter')} purged.`, {
          label: 'Undo',
          act: () => {
            if (data) {
              api.POST('/api/v1/dead-letters/purges/{id}/undo', { params: { path: { id: data.id } } }).then(
                ({ data: undone }) => {
                  say(`${counted(undone?.restored ?? 0, 'dead letter')} brought back.`)
                  return again()
                },
                complain,
              )
            }
          },
        })
      }}
    >
      <p>Those {words(selection)} leave the queue, and their payloads with them. It can be undone for a while, also under Purges.</p>
    </Confirm>
  )
}
