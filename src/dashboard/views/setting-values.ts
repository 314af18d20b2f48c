import type { SettingValue } from '../../../schemas/generated/dashboard.ts'
import { isRecord } from '../../is-record.ts'
import type { Settings } from '../../settings/settings.ts'

/** Settings that are secrets as a whole. */
const SECRETS: readonly string[] = ['apiKey', 'conversationKey']

/** Settings whose option has another name. */
const OPTIONS: Readonly<Record<string, string>> = { 'limits.total': 'timeoutMs', 'limits.firstToken': 'timeoutMs' }

/** The effective settings by their dotted names, each with its origin; secrets are masked. Pure. */
export function settingValues({ origins, ...settings }: Settings): SettingValue[] {
  return Object.entries(settings).flatMap(([name, value]) => leaves(name, value, origins[name], origins))
}

function leaves(
  name: string,
  value: unknown,
  origin: string | undefined,
  origins: Readonly<Record<string, string>>,
): SettingValue[] {
  if (isRecord(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, each]) =>
      leaves(`${name}.${key}`, each, origins[key] ?? origin, origins),
    )
  const option = OPTIONS[name]
  const own = option === undefined ? undefined : origins[option]
  return [{ name, value: masked(name, value), origin: own ?? origin ?? 'default' }]
}

function masked(name: string, value: unknown): unknown {
  if (SECRETS.includes(name)) return value === null ? null : '(set)'
  return typeof value === 'string' ? value.replace(/(\w+:\/\/)[^/\s]*@/g, '$1***@') : value
}
