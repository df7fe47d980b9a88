function format(iso: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat(undefined, { timeZone: zone, ...options }).format(new Date(iso))
  } catch {
    return iso // the zone is still being typed
  }
}

export function zonedTime(iso: string, zone: string): string {
  return format(iso, zone, { weekday: 'short', year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'shortOffset' })
}

function offsetOf(iso: string, zone: string): string {
  return format(iso, zone, { timeZoneName: 'longOffset', hour: '2-digit' }).replace(/^.*GMT/, '')
}

/** Whether the zone's clocks are set between the two instants. */
export function offsetsChange(one: string, other: string, zone: string): boolean {
  return offsetOf(one, zone) !== offsetOf(other, zone)
}
