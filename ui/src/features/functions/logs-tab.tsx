import { useState } from 'react'
import { TextFilter } from '../../shared/ui/text-filter'
import { LiveLog, StoredLog } from '../logs/log-view'
import type { FunctionDetails } from './function-page'

export default function LogsTab({ fn }: { fn: FunctionDetails }) {
  const [live, setLive] = useState(true)
  const [text, setText] = useState('')
  const filter = { function: fn.name, ...(text && { text }) }
  return (
    <>
      <div className="filters">
        <TextFilter label="Text in the lines" value={text} onChange={setText} />
        <select aria-label="Time" value={live ? 'live' : 'stored'} onChange={(choice) => setLive(choice.target.value === 'live')}>
          <option value="live">Live</option>
          <option value="stored">Everything stored</option>
        </select>
      </div>
      {live ? <LiveLog filter={filter} /> : <StoredLog filter={filter} />}
    </>
  )
}
