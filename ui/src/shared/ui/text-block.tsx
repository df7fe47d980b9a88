import { bytes } from '../lib/text'
import { prettyJson } from '../lib/exact-json'

const LONGEST = 200_000

/** What a function was given, answered or wrote: always as text, whatever it contains. */
export function TextBlock({ text, label }: { text: string; label: string }) {
  return (
    <>
      <pre className="text-block" tabIndex={0} aria-label={label}>
        {text.slice(0, LONGEST)}
      </pre>
      {text.length > LONGEST && <p className="help">Only the first {bytes(LONGEST)} are shown.</p>}
    </>
  )
}

export function JsonBlock({ value, base64, gone, label }: { value?: unknown; base64?: string | undefined; gone?: string | undefined; label: string }) {
  if (gone) {
    return <p className="help">{gone}</p>
  }
  if (base64 !== undefined) {
    return <TextBlock label={`${label}, in Base64`} text={base64} />
  }
  return <TextBlock label={label} text={prettyJson(value)} />
}
