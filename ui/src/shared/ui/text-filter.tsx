import { useEffect, useRef, useState } from 'react'

/** A search box that waits for a pause in the typing. */
export function TextFilter({ label, value, placeholder, onChange }: { label: string; value: string; placeholder?: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  const call = useRef(onChange)
  useEffect(() => {
    call.current = onChange
  })
  useEffect(() => {
    if (value !== told.current) {
      told.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    if (text === told.current) {
      return
    }
    const timer = setTimeout(() => {
      told.current = text
      call.current(text)
    }, 300)
    return () => clearTimeout(timer)
  }, [text])
  return <input type="search" aria-label={label} placeholder={placeholder ?? label} value={text} onChange={(typed) => setText(typed.target.value)} />
}
