import { useQuery } from '@tanstack/react-query'
import { api } from '../../shared/api/client'
import { messageOf } from '../../shared/api/problem'
import { exactTime } from '../../shared/lib/time'
import { offsetsChange, zonedTime } from './zoned'

/** The next ten slots in the schedule's own zone; where clocks change in between, that is said. */
export function SlotPreview({ settings, zone }: { settings: Record<string, unknown>; zone: string }) {
  const preview = useQuery({
    queryKey: ['slots', settings],
    queryFn: async () => (await api.POST('/api/v1/triggers/schedule-preview', { body: { settings, count: 10 } })).data?.slots ?? [],
    retry: false,
    placeholderData: (old) => old,
  })
  if (preview.error) {
    return <p className="help">{messageOf(preview.error)}</p>
  }
  const slots = preview.data ?? []
  return (
    <ol className="slots" aria-label="Next slots">
      {slots.map((slot, index) => {
        const before = slots[index - 1]
        const changes = before !== undefined && offsetsChange(before, slot, zone)
        return (
          <li key={slot} className={changes ? 'dst' : ''}>
            <time dateTime={slot} title={exactTime(slot)}>
              {zonedTime(slot, zone)}
            </time>
            {changes && <span className="badge warn">clocks change before this one</span>}
          </li>
        )
      })}
      {slots.length === 0 && <li className="help">No slot is left.</li>}
    </ol>
  )
}
