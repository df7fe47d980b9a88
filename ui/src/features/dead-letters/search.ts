import { oneOf, only, text } from '../../shared/lib/search'

export const deadLetterSearch = (raw: Record<string, unknown>) =>
  only({
    view: oneOf(raw, 'view', ['groups', 'all', 'redrives', 'purges'] as const),
    function: text(raw, 'function'),
    trigger: text(raw, 'trigger'),
    error: text(raw, 'error'),
    fingerprint: text(raw, 'fingerprint'),
    from: text(raw, 'from'),
    to: text(raw, 'to'),
  })
