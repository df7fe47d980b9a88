import type { ReactNode } from 'react'
import { adviceFor, messageOf } from '../api/problem'

/** What went wrong, and what to do about it. */
export function ErrorNote({ error, children }: { error: unknown; children?: ReactNode }) {
  const advice = adviceFor(error)
  return (
    <div className="note bad" role="alert">
      <strong>{messageOf(error)}</strong>
      {advice && <span> {advice}</span>}
      {children}
    </div>
  )
}

/** An empty page says what belongs there, and how to get it. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

export function Loading() {
  return (
    <p className="loading" role="status">
      Loading…
    </p>
  )
}
