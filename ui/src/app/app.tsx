import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Overview } from '../features/overview/overview'
import { SignIn } from '../features/session/sign-in'
import type { ApiClient } from '../shared/api-client'

export function App() {
  const [client, setClient] = useState<ApiClient>()
  const [queries] = useState(() => new QueryClient())

  if (!client) {
    return <SignIn onSignedIn={setClient} />
  }
  const signOut = () => {
    queries.clear()
    setClient(undefined)
  }
  return (
    <QueryClientProvider client={queries}>
      <header>
        <strong>Glowplug</strong>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </header>
      <Overview client={client} />
    </QueryClientProvider>
  )
}
