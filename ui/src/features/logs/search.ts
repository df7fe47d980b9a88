import { oneOf, only, text } from '../../shared/lib/search'

export const logSearch = (raw: Record<string, unknown>) =>
  only({
    function: text(raw, 'function'),
    invocation: text(raw, 'invocation'),
    text: text(raw, 'text'),
    from: text(raw, 'from'),
    to: text(raw, 'to'),
    live: oneOf(raw, 'live', ['no'] as const),
  })
