import type { Settings as SettingsView } from '../../../schemas/generated/dashboard.ts'
import type { Sources } from '../sources.ts'

/** Settings that are secrets. */
const SECRETS: readonly string[] = ['apiKey', 'conversationKey']

/** The tab Settings: the effective configuration, with the origin of each value. */
export async function settingsView({ settings }: Sources): Promise<SettingsView> {
  const { origins, ...values } = settings
  return {
    settings: Object.entries(values).map(([name, value]) => ({
      name,
      value: SECRETS.includes(name) && value !== null ? '(set)' : value,
      origin: origins[name] ?? 'default',
    })),
    paths: [],
    states: [],
    schemas: [],
    notes: [],
  }
}
