import { type FormEvent, useState } from 'react'
import { ApiClient } from '../../shared/api-client'

export function SignIn({ onSignedIn }: { onSignedIn: (client: ApiClient) => void }) {
  const [problem, setProblem] = useState<string>()

  async function signIn(submit: FormEvent<HTMLFormElement>) {
    submit.preventDefault()
    const form = new FormData(submit.currentTarget)
    try {
      onSignedIn(await ApiClient.signIn(String(form.get('id')), String(form.get('secret'))))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <main className="sign-in">
      <h1>Glowplug</h1>
      <form onSubmit={signIn}>
        <label>
          Access key id
          <input name="id" autoComplete="username" required />
        </label>
        <label>
          Secret access key
          <input name="secret" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
        {problem && <p role="alert">{problem}</p>}
      </form>
      <p className="hint">The first key was printed at the first start and lies in admin-credentials in the data directory.</p>
    </main>
  )
}
