import { only, text } from '../../shared/lib/search'

export const functionSearch = (raw: Record<string, unknown>) => only({ q: text(raw, 'q') })
export const newFunctionSearch = (raw: Record<string, unknown>) => only({ template: text(raw, 'template') })
