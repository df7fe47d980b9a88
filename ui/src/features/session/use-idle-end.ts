import { useEffect, useRef, useState } from 'react'
import { api } from '../../shared/api/client'
import type { Session } from '../../shared/session'

const PROLONG_EVERY_MS = 60_000
const WARN_BEFORE_MS = 60_000

/**
 * Prolongs the session while somebody is there, and ends it when nobody is: what the page asks by itself does not count.
 * Returns the seconds that are left once they are few.
 */
export function useIdleEnd(session: Session, onEnd: () => void): number | undefined {
  const [left, setLeft] = useState<number>()
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })
  useEffect(() => {
    let until = Math.min(Date.parse(session.idleUntil), Date.parse(session.endsAt))
    let prolonged = Date.now()
    const active = () => {
      if (Date.now() - prolonged > PROLONG_EVERY_MS || until - Date.now() < WARN_BEFORE_MS) {
        prolonged = Date.now()
        api.PUT('/api/v1/session').then(
          ({ data }) => {
            if (data) {
              until = Math.min(Date.parse(data.idleUntil), Date.parse(data.endsAt))
              setLeft(undefined)
            }
          },
          () => {}, // the next request tells whether the session is over
        )
      }
    }
    const look = () => {
      const ms = until - Date.now()
      setLeft(ms < WARN_BEFORE_MS ? Math.max(0, Math.ceil(ms / 1000)) : undefined)
      if (ms <= 0) {
        end.current()
      }
    }
    const timer = setInterval(look, 1000)
    for (const event of ['pointerdown', 'keydown', 'wheel'] as const) {
      document.addEventListener(event, active, { passive: true })
    }
    return () => {
      clearInterval(timer)
      for (const event of ['pointerdown', 'keydown', 'wheel'] as const) {
        document.removeEventListener(event, active)
      }
    }
  }, [session])
  return left
}
