const exact = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
})
const sameDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const otherDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit' })
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
})

/** The instant to the millisecond, in the reader's zone and in UTC. */
export function exactTime(iso: string): string {
  return `${exact.format(new Date(iso))} · ${new Date(iso).toISOString()}`
}

export function shortTime(iso: string): string {
  const at = new Date(iso)
  return at.toDateString() === new Date().toDateString() ? sameDay.format(at) : otherDay.format(at)
}

export function clockTime(iso: string): string {
  return clock.format(new Date(iso))
}

export function age(iso: string, now = Date.now()): string {
  const seconds = Math.round((now - Date.parse(iso)) / 1000)
  const size = Math.abs(seconds)
  const text = size < 60 ? `${size} s` : size < 3600 ? `${Math.round(size / 60)} min` : size < 172_800 ? `${Math.round(size / 3600)} h` : `${Math.round(size / 86_400)} d`
  return seconds < 0 ? `in ${text}` : `${text} ago`
}

export function milliseconds(ms: number | null | undefined): string {
  if (ms == null) {
    return '–'
  }
  if (ms === 0) {
    return '0 ms'
  }
  if (ms < 1) {
    return `${ms.toFixed(2)} ms`
  }
  if (ms < 1000) {
    return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
  }
  const seconds = ms / 1000
  if (seconds < 120) {
    return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`
  }
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
