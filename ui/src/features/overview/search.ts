import { oneOf, only } from '../../shared/lib/search'
import { spans } from '../../shared/lib/spans'

export const overviewSearch = (raw: Record<string, unknown>) => only({ span: oneOf(raw, 'span', spans) })
