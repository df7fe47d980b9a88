export function count(n: number): string {
  return n.toLocaleString()
}

/** "1 dead letter", "12 dead letters". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString()} ${n === 1 ? one : many}`
}

export function bytes(n: number): string {
  if (n < 1024) {
    return `${n} B`
  }
  return n < 1024 * 1024 ? `${(n / 1024).toFixed(1)} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`
}

export function percent(part: number, whole: number): string {
  if (whole === 0) {
    return '–'
  }
  const share = (part / whole) * 100
  return `${share === 0 ? '0' : share < 0.1 ? '<0.1' : share < 10 ? share.toFixed(1) : Math.round(share)} %`
}

/** Quotes for a POSIX shell. */
export function shellQuote(text: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
