/** As much of JSON Schema as describes settings. */
export interface SettingsSchema {
  type?: string
  description?: string
  default?: string
  enum?: string[]
  format?: string
  items?: SettingsSchema
  properties?: Record<string, SettingsSchema>
  required?: string[]
}

export type FieldKind = 'choice' | 'switch' | 'number' | 'time' | 'list' | 'json' | 'group' | 'text'

export function kindOf(schema: SettingsSchema): FieldKind {
  if (schema.enum) {
    return 'choice'
  }
  switch (schema.type) {
    case 'boolean':
      return 'switch'
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return schema.items?.type === 'string' ? 'list' : 'json'
    case 'object':
      return schema.properties ? 'group' : 'json'
    case 'string':
      return schema.format === 'date-time' ? 'time' : 'text'
    default:
      return 'json'
  }
}

/** What is written into a form, by the path of the field; empty stands for left out. */
export type Draft = Record<string, string>

/** Makes settings of what was written; a text that is to be JSON and is none is thrown as the field's name. */
export function settingsOf(schema: SettingsSchema, draft: Draft, parse: (text: string) => unknown, path = ''): Record<string, unknown> | undefined {
  const settings: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path ? `${path}.${name}` : name
    const value = kindOf(field) === 'group' ? settingsOf(field, draft, parse, at) : valueOf(field, draft[at] ?? '', at, parse)
    if (value !== undefined) {
      settings[name] = value
    }
  }
  return path && Object.keys(settings).length === 0 ? undefined : settings
}

export class NotJson extends Error {
  readonly field: string
  constructor(field: string) {
    super(`${field} must be JSON`)
    this.field = field
  }
}

function valueOf(schema: SettingsSchema, text: string, field: string, parse: (text: string) => unknown): unknown {
  if (text.trim() === '') {
    return undefined
  }
  switch (kindOf(schema)) {
    case 'switch':
      return text === 'true'
    case 'number':
      return Number(text)
    case 'list':
      return text
        .split(/[\n,]/)
        .map((each) => each.trim())
        .filter(Boolean)
    case 'json':
      try {
        return parse(text)
      } catch {
        throw new NotJson(field)
      }
    case 'time':
    case 'choice':
    case 'text':
    case 'group':
      return text
  }
}

/** What a form shows of settings that are stored. */
export function draftOf(schema: SettingsSchema, settings: Record<string, unknown>, pretty: (value: unknown) => string, path = ''): Draft {
  const draft: Draft = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path ? `${path}.${name}` : name
    const value = settings[name]
    if (value === undefined || value === null) {
      continue
    }
    switch (kindOf(field)) {
      case 'group':
        Object.assign(draft, draftOf(field, value as Record<string, unknown>, pretty, at))
        break
      case 'list':
        draft[at] = (value as string[]).join(', ')
        break
      case 'json':
        draft[at] = pretty(value)
        break
      default:
        draft[at] = String(value)
    }
  }
  return draft
}
