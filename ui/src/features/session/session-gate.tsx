import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { api, carrySession } from '../../shared/api/client'
import { messageOf } from '../../shared/api/problem'
import { type Session, SessionContext } from '../../shared/session'
import { Loading } from '../../shared/ui/notes'
import { SignIn } from './sign-in'
import { useIdleEnd } from './use-idle-end'

/**
 * Shows the console to whoever is signed in, and the sign-in to everybody else. The address stays as it is meanwhile, so
 * that a link leads where it points once its reader has signed in.
 */
export function SessionGate({ onSignedOut, children }: { onSignedOut: () => void; children: ReactNode }) {
  const [session, setSession] = useState<Session | null>()
  const [reason, setReason] = useState<string>()

  const leave = useCallback(
    (why?: string) => {
      onSignedOut()
      setReason(why)
      setSession(null)
    },
    [onSignedOut],
  )
  const enter = useCallback(
    (begun: Session) => {
      carrySession(begun.csrfToken, () => leave('The session is over. Sign in to go on where you were.'))
      setReason(undefined)
      setSession(begun)
    },
    [leave],
  )
  useEffect(() => {
    api.GET('/api/v1/session').then(
      ({ data }) => (data ? enter(data) : setSession(null)),
      (error) => leave(error.status === 401 || error.status === 404 ? undefined : messageOf(error)),
    )
  }, [enter, leave])
  const signOut = useCallback(() => {
    void api.DELETE('/api/v1/session').finally(() => leave())
  }, [leave])
  const context = useMemo(() => (session ? { session, signOut } : null), [session, signOut])

  if (session === undefined) {
    return <Loading />
  }
  if (!context) {
    return <SignIn reason={reason} onSignedIn={enter} />
  }
  return (
    <SessionContext value={context}>
      <IdleEnd session={context.session} onEnd={leave} />
      {children}
    </SessionContext>
  )
}

function IdleEnd({ session, onEnd }: { session: Session; onEnd: (why: string) => void }) {
  const secondsLeft = useIdleEnd(session, () => onEnd('Nobody was here for a while, so the session was ended. Sign in to go on where you were.'))
  return (
    secondsLeft !== undefined && (
      <div className="idle" role="alert">
        Signed out in {secondsLeft} s unless you do something.
      </div>
    )
  )
}
