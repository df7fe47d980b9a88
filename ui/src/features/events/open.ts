/** Whether something is still to come of an invocation. */
export function isOpen(status: string): boolean {
  return status === 'waiting' || status === 'running'
}
