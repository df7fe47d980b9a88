import { useEffect, useRef } from 'react'

type Hotkeys = Record<string, () => void>

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.shadowRoot !== null || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/**
 * Keys such as `j`, `/` or `g f` (one after the other), heard everywhere but while somebody types or a dialog is open.
 */
export function useHotkeys(keys: Hotkeys) {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    let before = ''
    let timer = 0
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')) {
        return
      }
      const action = current.current[before ? `${before} ${event.key}` : event.key] ?? current.current[event.key]
      clearTimeout(timer)
      before = event.key === 'g' ? 'g' : ''
      timer = window.setTimeout(() => (before = ''), 1200)
      if (action) {
        event.preventDefault()
        before = ''
        action()
      }
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
