import { useEffect, useReducer } from 'react'
import type { LogLine } from './log-lines'

const MOST_KEPT = 5000

interface TailState {
  lines: (LogLine & { number: number })[]
  following: boolean
  dropped: number
}

type Action = { type: 'lines'; lines: LogLine[] } | { type: 'following'; following: boolean } | { type: 'clear' }

function reduce(state: TailState, action: Action): TailState {
  switch (action.type) {
    case 'clear':
      return { ...state, lines: [], dropped: 0 }
    case 'following':
      return { ...state, following: action.following }
    case 'lines': {
      const next = (state.lines.at(-1)?.number ?? state.dropped) + 1
      const lines = [...state.lines, ...action.lines.map((line, index) => ({ ...line, number: next + index }))]
      const over = Math.max(0, lines.length - MOST_KEPT)
      return { ...state, lines: over ? lines.slice(over) : lines, dropped: state.dropped + over }
    }
  }
}

/** Follows new log lines by server-sent events; what comes within a frame or so is shown together. */
export function useTail(query: { function?: string | undefined; text?: string | undefined }, live: boolean) {
  const [state, dispatch] = useReducer(reduce, { lines: [], following: false, dropped: 0 })
  const { function: name, text } = query
  useEffect(() => {
    if (!live) {
      return
    }
    dispatch({ type: 'clear' })
    const parameters = new URLSearchParams({ ...(name && { function: name }), ...(text && { text }) })
    const source = new EventSource(`/api/v1/logs/tail?${parameters}`)
    let pending: LogLine[] = []
    let timer = 0
    source.onopen = () => dispatch({ type: 'following', following: true })
    source.onerror = () => dispatch({ type: 'following', following: false }) // the browser connects again by itself
    source.addEventListener('line', (event: MessageEvent<string>) => {
      pending.push(JSON.parse(event.data) as LogLine)
      if (!timer) {
        timer = window.setTimeout(() => {
          dispatch({ type: 'lines', lines: pending })
          pending = []
          timer = 0
        }, 100)
      }
    })
    return () => {
      clearTimeout(timer)
      source.close()
      dispatch({ type: 'following', following: false })
    }
  }, [name, text, live])
  return { ...state, clear: () => dispatch({ type: 'clear' }) }
}
