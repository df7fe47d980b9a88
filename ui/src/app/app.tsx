import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { SessionGate } from '../features/session/session-gate'
import { Problem } from '../shared/api/problem'
import { Toasts } from '../shared/ui/toasts'
import { makeRouter } from './router'

export function App() {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 1000,
            refetchOnWindowFocus: true,
            // What was refused is refused again; only what could not be reached is asked once more.
            retry: (failures, error) => failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
          },
        },
      }),
  )
  const [router] = useState(() => makeRouter())
  return (
    <QueryClientProvider client={client}>
      <Toasts>
        <SessionGate onSignedOut={() => client.clear()}>
          <RouterProvider router={router} />
        </SessionGate>
      </Toasts>
    </QueryClientProvider>
  )
}
