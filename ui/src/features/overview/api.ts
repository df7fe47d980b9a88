import { useQuery } from '@tanstack/react-query'
import type { ApiClient } from '../../shared/api-client'

export interface FunctionItem {
  name: string
  runtime: string
  state: string
  stateReason?: string
}

export interface TriggerItem {
  id: string
  name: string
  function: string
  type: string
}

export interface TriggerStatus {
  state: string
  problem?: string
  lag: Record<string, number>
}

export interface Balance {
  function: string
  accepted: number
  succeeded: number
  deadLettered: number
  expired: number
  cancelled: number
  inFlight: number
  waiting: number
}

export const counts = ['accepted', 'succeeded', 'deadLettered', 'expired', 'cancelled', 'inFlight', 'waiting'] as const

/** Everything the overview shows, read anew every two seconds. */
export function useOverview(client: ApiClient) {
  return useQuery({
    queryKey: ['overview'],
    refetchInterval: 2000,
    queryFn: async () => {
      const [functions, triggers, ledger] = await Promise.all([
        client.all<FunctionItem>('/api/v1/functions'),
        client.all<TriggerItem>('/api/v1/triggers'),
        client.get<{ items: Balance[] }>('/api/v1/ledger'),
      ])
      const statuses = await Promise.all(
        triggers.map((trigger) => client.get<TriggerStatus>(`/api/v1/triggers/${trigger.id}/status`)),
      )
      return {
        functions,
        triggers: triggers.map((trigger, index) => ({ ...trigger, status: statuses[index]! })),
        balances: byFunction(ledger.items),
      }
    },
  })
}

function byFunction(items: Balance[]): Map<string, Balance> {
  const balances = new Map<string, Balance>()
  for (const item of items) {
    const sum = balances.get(item.function)
    balances.set(item.function, sum ? add(sum, item) : item)
  }
  return balances
}

export function add(left: Balance, right: Balance): Balance {
  const sum = { ...left }
  for (const count of counts) {
    sum[count] += right[count]
  }
  return sum
}
