import { type FormEvent, useEffect, useState } from 'react'
import { api } from '../../shared/api/client'
import { messageOf } from '../../shared/api/problem'
import type { Session } from '../../shared/session'
import { Button } from '../../shared/ui/button'

export function SignIn({ reason, onSignedIn }: { reason: string | undefined; onSignedIn: (session: Session) => void }) {
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    document.title = 'Sign in · Glowplug'
  }, [])

  async function signIn(submit: FormEvent<HTMLFormElement>) {
    submit.preventDefault()
    const form = new FormData(submit.currentTarget)
    setBusy(true)
    try {
      const { data } = await api.POST('/api/v1/session', {
        body: { accessKeyId: String(form.get('id')), secretAccessKey: String(form.get('secret')) },
      })
      if (data) {
        onSignedIn(data)
      }
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="sign-in">
      <h1>
        <img src="/favicon.svg" alt="" width="28" height="28" /> Glowplug
      </h1>
      {reason && (
        <p className="note warn" role="status">
          {reason}
        </p>
      )}
      <form onSubmit={(submit) => void signIn(submit)}>
        <label className="field">
          Access key id
          <input name="id" autoComplete="username" spellCheck={false} autoFocus required />
        </label>
        <label className="field">
          Secret access key
          <input name="secret" type="password" autoComplete="current-password" required />
        </label>
        <Button type="submit" look="primary" busy={busy}>
          Sign in
        </Button>
        {problem && (
          <p className="note bad" role="alert">
            {problem}
          </p>
        )}
      </form>
      <p className="help">
        The first access key was printed at the first start. It also lies in the file <code>admin-credentials</code> in the data
        directory of the node.
      </p>
    </main>
  )
}
