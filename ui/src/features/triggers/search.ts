import { only, text } from '../../shared/lib/search'

export const triggerSearch = (raw: Record<string, unknown>) => only({ q: text(raw, 'q'), type: text(raw, 'type') })
export const newTriggerSearch = (raw: Record<string, unknown>) => only({ function: text(raw, 'function'), type: text(raw, 'type') })
