/** Invalid settings. The message lists every problem: its place, the reason, and valid values. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'a setting is wrong' : `${faults.length} settings are wrong`
    super(`aios: ${count}\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}
