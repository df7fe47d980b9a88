import { oneOf, only, text } from '../../shared/lib/search'

export const statuses = ['waiting', 'running', 'succeeded', 'dead-lettered', 'expired', 'cancelled', 'failed'] as const

export const eventSearch = (raw: Record<string, unknown>) =>
  only({
    function: text(raw, 'function'),
    trigger: text(raw, 'trigger'),
    status: oneOf(raw, 'status', statuses),
    key: text(raw, 'key'),
    from: text(raw, 'from'),
    to: text(raw, 'to'),
  })
