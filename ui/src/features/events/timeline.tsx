import type { Schema } from '../../shared/api/client'
import { clockTime, exactTime } from '../../shared/lib/time'

export function Timeline({ entries }: { entries: { at: string; what: string; detail?: string }[] | Schema<'TimelineEntry'>[] }) {
  return (
    <ol className="timeline">
      {entries.map((entry, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two entries may be alike; their order is fixed
        <li key={`${entry.at} ${entry.what} ${index}`}>
          <time dateTime={entry.at} title={exactTime(entry.at)}>
            {clockTime(entry.at)}
          </time>
          <strong>{entry.what}</strong> <span>{entry.detail}</span>
        </li>
      ))}
    </ol>
  )
}
