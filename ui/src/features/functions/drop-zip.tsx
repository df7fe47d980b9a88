import { type ReactNode, useId, useState } from 'react'

/** Takes a zip archive that is dropped on it, or chosen. */
export function DropZip({ onZip, children }: { onZip: (file: File) => void; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const id = useId()
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) {
      onZip(file)
    }
  }
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(drag) => {
        drag.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(drop) => {
        drop.preventDefault()
        setOver(false)
        take(drop.dataTransfer.files)
      }}
    >
      {children}
      <label htmlFor={id} className="link">
        Choose a zip archive…
      </label>
      <input id={id} className="unseen" type="file" accept=".zip,application/zip" onChange={(change) => take(change.target.files)} />
    </div>
  )
}
