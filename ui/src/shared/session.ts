import { createContext, use } from 'react'
import type { Schema } from './api/client'

export type Session = Schema<'SessionAnswer'>

export const SessionContext = createContext<{ session: Session; signOut: () => void } | null>(null)

export function useSession() {
  const context = use(SessionContext)
  if (!context) {
    throw new Error('nobody is signed in')
  }
  return context
}

/** What the role of whoever is signed in allows. */
export function useMay() {
  const { role } = useSession().session
  return { change: role !== 'viewer', administer: role === 'administrator' }
}
