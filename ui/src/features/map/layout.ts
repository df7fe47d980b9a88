import type { Schema } from '../../shared/api/client'

export interface Place {
  id: string
  kind: 'source' | 'trigger' | 'function' | 'destination'
  label: string
  detail: string
  state?: string
  x: number
  y: number
}

export interface Way {
  id: string
  from: string
  to: string
  label?: string
}

const COLUMN = 270
const ROW = 76

type Destination = { type: string; function?: string; url?: string; topic?: string }

function named(destination: Destination): string {
  return destination.function ?? destination.topic ?? destination.url ?? destination.type
}

/** Sources, triggers, functions and destinations in columns from left to right, each below the one that it belongs to. */
export function layout(functions: Schema<'FunctionAnswer'>[], triggers: Schema<'TriggerAnswer'>[], sourceOf: (trigger: Schema<'TriggerAnswer'>) => string): { places: Place[]; ways: Way[] } {
  const places = new Map<string, Place>()
  const ways = new Map<string, Way>()
  const rows = [0, 0, 0, 0]
  const put = (column: 0 | 1 | 2 | 3, place: Omit<Place, 'x' | 'y'>) => {
    if (!places.has(place.id)) {
      places.set(place.id, { ...place, x: column * COLUMN, y: (rows[column] ?? 0) * ROW })
      rows[column] = (rows[column] ?? 0) + 1
    }
  }
  const go = (from: string, to: string, label?: string) => ways.set(`${from} ${to} ${label}`, { id: `${from} ${to} ${label}`, from, to, ...(label && { label }) })
  const order = [...functions].sort((one, other) => one.name.localeCompare(other.name))
  for (const fn of order) {
    for (const trigger of triggers.filter((each) => each.function === fn.name)) {
      const source = `${trigger.type} ${sourceOf(trigger)}`
      put(0, { id: `source ${source}`, kind: 'source', label: sourceOf(trigger) || trigger.type, detail: trigger.type })
      put(1, { id: `trigger ${trigger.id}`, kind: 'trigger', label: trigger.name, detail: trigger.paused ? 'paused' : 'trigger', ...(trigger.paused && { state: 'paused' }) })
      go(`source ${source}`, `trigger ${trigger.id}`)
      go(`trigger ${trigger.id}`, `function ${fn.name}`)
    }
    put(2, { id: `function ${fn.name}`, kind: 'function', label: fn.name, detail: fn.runtime, state: fn.state })
    // What has no trigger begins a row of its own, so that nothing stands beside what it has no part in.
    const lowest = Math.max(rows[1] ?? 0, rows[2] ?? 0)
    rows[0] = rows[1] = rows[2] = lowest
  }
  const outcomes: [string, unknown, string][] = [
    ...order.flatMap((fn): [string, unknown, string][] => [
      [`function ${fn.name}`, fn.async.onSuccess, 'on success'],
      [`function ${fn.name}`, fn.async.onFailure, 'on failure'],
    ]),
    ...triggers.flatMap((trigger): [string, unknown, string][] => [
      [`trigger ${trigger.id}`, trigger.onSuccess, 'on success'],
      [`trigger ${trigger.id}`, trigger.onFailure, 'on failure'],
    ]),
  ]
  for (const [from, destination, when] of outcomes) {
    if (destination) {
      const told = destination as Destination
      const to = told.type === 'function' ? `function ${told.function}` : `destination ${told.type} ${named(told)}`
      if (told.type !== 'function') {
        put(3, { id: to, kind: 'destination', label: named(told), detail: told.type })
      }
      go(from, to, when)
    }
  }
  return { places: [...places.values()], ways: [...ways.values()].filter((way) => places.has(way.from) && places.has(way.to)) }
}
