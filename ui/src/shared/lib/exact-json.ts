/**
 * JSON whose numbers survive: one that JavaScript cannot hold exactly is kept as it was written, and written again so.
 * Where the browser cannot do that yet, it reads as an ordinary number.
 */
interface RawJson {
  readonly rawJSON: string
}

type ExactReviver = (key: string, value: unknown, context?: { source?: string }) => unknown

declare global {
  interface JSON {
    parse(text: string, reviver: ExactReviver): unknown
    rawJSON?: (text: string) => RawJson
    isRawJSON?: (value: unknown) => boolean
  }
}

export function parseJson(text: string): unknown {
  const { rawJSON } = JSON
  if (!rawJSON) {
    return JSON.parse(text)
  }
  return JSON.parse(text, (_key, value, context) =>
    typeof value === 'number' && context?.source !== undefined && isChanged(value, context.source)
      ? rawJSON(context.source)
      : value,
  )
}

/** Whether the number, as JavaScript has it, is another one than was written. */
function isChanged(value: number, source: string): boolean {
  if (String(value) === source) {
    return false
  }
  if (/^-?\d+$/.test(source)) {
    return !Number.isSafeInteger(value)
  }
  return source.replace(/[^0-9]/g, '').replace(/^0+/, '').length > 15
}

export function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? 'null'
}

/** Formats JSON text for people; what is no JSON stays as it is. */
export function prettyText(text: string): string {
  try {
    return prettyJson(parseJson(text))
  } catch {
    return text
  }
}
