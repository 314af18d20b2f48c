import type { SettingValue } from '../../../schemas/generated/dashboard.ts'
import { isRecord } from '../../is-record.ts'
import type { Settings } from '../../settings/settings.ts'

/** Settings that are secrets as a whole. */
const SECRETS: readonly string[] = ['apiKey', 'conversationKey']

/** Settings whose option has another name. */
const OPTIONS: Readonly<Record<string, string>> = {
  'limits.total': 'timeoutMs',
  'limits.firstToken': 'timeoutMs',
  'models.main_model.baseUrl': 'baseUrl',
  'models.embedder.baseUrl': 'baseUrl',
  'models.main_model.id': 'models.main_model',
  'models.embedder.id': 'models.embedder',
}

/** The effective settings by their dotted names, each with its origin; secrets are masked. Pure. */
export function settingValues({ origins, ...settings }: Settings): SettingValue[] {
  const leaves = (name: string, value: unknown, outer: string | undefined): SettingValue[] => {
    const option = OPTIONS[name]
    // Another option does not set it: the model file of a source, say, is not that of its address.
    const origin = origins[name] ?? (option === undefined ? outer : origins[option])
    if (isRecord(value) && Object.keys(value).length > 0)
      return Object.entries(value).flatMap(([key, each]) => leaves(`${name}.${key}`, each, origin))
    return [{ name, value: masked(name, value), origin: origin ?? 'default' }]
  }
  return Object.entries(settings).flatMap(([name, value]) => leaves(name, value, undefined))
}

function masked(name: string, value: unknown): unknown {
  if (SECRETS.includes(name)) return value === null ? null : '(set)'
  return typeof value === 'string' ? value.replace(/(\w+:\/\/)[^/\s]*@/g, '$1***@') : value
}
