/** Invalid settings. The message lists every problem: its place, the reason, and valid values. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a setting is wrong' : `${problems.length} settings are wrong`
    super(`aios: ${count}\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}
