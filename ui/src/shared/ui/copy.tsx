import { Check, Copy as CopyIcon } from 'lucide-react'
import { useState } from 'react'

export async function copyText(text: string) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Without a secure context there is no clipboard but that of a selection.
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
  }
}

/** An id, short enough to read; a click copies all of it. */
export function CopyId({ id, whole }: { id: string; whole?: boolean }) {
  const [copied, setCopied] = useState(false)
  return (
    <button
      type="button"
      className="copy-id"
      title={copied ? 'Copied' : `Copy ${id}`}
      onClick={(click) => {
        click.preventDefault()
        click.stopPropagation()
        void copyText(id).then(() => {
          setCopied(true)
          setTimeout(() => setCopied(false), 1200)
        })
      }}
    >
      <code>{whole ? id : id.slice(-12)}</code>
      {copied ? <Check size={12} aria-label="Copied" /> : <CopyIcon size={12} aria-hidden />}
    </button>
  )
}

export function CopyBlock({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <figure className="copy-block">
      <figcaption>
        {label}
        <button
          type="button"
          className="button quiet small"
          onClick={() =>
            void copyText(text).then(() => {
              setCopied(true)
              setTimeout(() => setCopied(false), 1200)
            })
          }
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
      </figcaption>
      <pre tabIndex={0}>{text}</pre>
    </figure>
  )
}
