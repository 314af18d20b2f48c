import { inspect } from 'node:util'
import { SettingsError } from './settings-error.ts'

interface Range {
  integer?: boolean
  /** The value must not be below it. */
  least?: number
  /** The value must be above it. */
  above?: number
  /** The value must not be above it. */
  most?: number
}

/** The longest limit in milliseconds, a day: timers end at once when told to wait for more than 24.8 days. */
export const LONGEST_LIMIT = 86_400_000

/**
 * Reads single settings, the variable before the option, notes where each came from and collects what is wrong, so
 * that a person sees every fault at once.
 */
export class SettingReader {
  readonly origins: Record<string, string> = {}
  readonly #faults: string[] = []
  readonly #env: Readonly<Record<string, string | undefined>>
  readonly #file: string

  constructor(env: Readonly<Record<string, string | undefined>>, file: string) {
    this.#env = env
    this.#file = file
  }

  wrong(place: string, fault: string): void {
    this.#faults.push(`${place} ${fault}`)
  }

  /** Runs `read`; a SettingsError joins the faults and gives null. */
  attempt<T>(read: () => T): T | null {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      this.#faults.push(...error.faults)
      return null
    }
  }

  text(name: string, variable: string | null, option: unknown): string | undefined {
    const found = this.#find(name, variable, option)
    if (found === undefined) return undefined
    if (typeof found.value === 'string' && found.value.trim() !== '') return found.value.trim()
    this.wrong(found.place, `must be a text that is not empty`)
    return undefined
  }

  url(name: string, variable: string, option: unknown): string | undefined {
    const value = this.text(name, variable, option)
    if (value === undefined || (/^https?:\/\//.test(value) && URL.canParse(value))) return value
    this.wrong(this.#place(name, variable), `must be a URL such as http://127.0.0.1:1234/v1, not ${inspect(value)}`)
    return undefined
  }

  choice<T extends string>(name: string, variable: string, option: unknown, values: readonly T[]): T | undefined {
    const value = this.text(name, variable, option)
    if (value === undefined) return undefined
    const known = values.find((candidate) => candidate === value)
    if (known === undefined)
      this.wrong(this.#place(name, variable), `must be one of ${values.join(', ')}, not ${inspect(value)}`)
    return known
  }

  flag(name: string, variable: string, option: unknown): boolean | undefined {
    const found = this.#find(name, variable, option)
    if (found === undefined || typeof found.value === 'boolean') return found?.value as boolean | undefined
    if (found.value === '1' || found.value === 'true') return true
    if (found.value === '0' || found.value === 'false') return false
    this.wrong(found.place, `must be 1 or 0, not ${inspect(found.value)}`)
    return undefined
  }

  number(name: string, variable: string | null, option: unknown, range: Range): number | undefined {
    const found = this.#find(name, variable, option)
    if (found === undefined) return undefined
    const value = typeof found.value === 'string' && found.value.trim() !== '' ? Number(found.value) : found.value
    const right =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (!range.integer || Number.isInteger(value)) &&
      (range.least === undefined || value >= range.least) &&
      (range.above === undefined || value > range.above) &&
      (range.most === undefined || value <= range.most)
    if (right) return value
    const bounds = [
      range.least === undefined ? '' : `, ${range.least} or more`,
      range.above === undefined ? '' : ` above ${range.above}`,
      range.most === undefined ? '' : `, at most ${range.most}`,
    ].join('')
    this.wrong(found.place, `must be a ${range.integer ? 'whole ' : ''}number${bounds}, not ${inspect(found.value)}`)
    return undefined
  }

  /** A number of repeats, or `auto`. */
  repeats(variable: string, option: unknown): number | 'auto' | undefined {
    const found = this.#find('repeats', variable, option)
    if (found === undefined || found.value === 'auto') return found?.value as 'auto' | undefined
    const value = typeof found.value === 'string' && found.value.trim() !== '' ? Number(found.value) : found.value
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
    this.wrong(found.place, `must be a whole number, 1 or more, or auto, not ${inspect(found.value)}`)
    return undefined
  }

  /** Further names of models, by name: an object of arrays, or `name=other,another;name2=other2` in the variable. */
  aliases(variable: string, option: unknown): Record<string, readonly string[]> {
    const found = this.#find('aliases', variable, option)
    if (found === undefined) return {}
    const aliases = typeof found.value === 'string' ? aliasesIn(found.value) : found.value
    if (isAliases(aliases)) return aliases
    const form = found.place === variable ? 'name=other,another;name2=other2' : "{ name: ['other', 'another'] }"
    this.wrong(found.place, `must be ${form}, got ${inspect(found.value)}`)
    return {}
  }

  /** An option that is an object; `{}` where it is left out. */
  object(name: string, option: unknown): object {
    if (option === undefined) return {}
    if (typeof option === 'object' && option !== null && !Array.isArray(option)) return option
    this.wrong(`aios({ ${name} })`, 'must be an object')
    return {}
  }

  /** The entries of an option that is an object: known keys, each with a value like the default. */
  entries<T extends object>(name: string, option: unknown, known: T, { most = Infinity } = {}): Partial<T> {
    const entries = this.object(name, option)
    for (const [key, value] of Object.entries(entries)) {
      const place = `aios({ ${name}: { ${key} } })`
      if (!isKeyOf(known, key)) this.wrong(place, `is no setting; known are ${Object.keys(known).join(', ')}`)
      else if (typeof known[key] === 'number' && !(isAmount(value) && value <= most)) {
        const bound = most === Infinity ? '' : `, at most ${most}`
        this.wrong(place, `must be a number, 0 or more${bound}, not ${inspect(value)}`)
      } else if (typeof known[key] === 'string' && value !== undefined && typeof value !== 'string') {
        this.wrong(place, `must be a text, not ${inspect(value)}`)
      } else if (Array.isArray(known[key]) && !isTexts(value)) {
        this.wrong(place, `must be a list of texts, not ${inspect(value)}`)
      }
    }
    return entries
  }

  /** Throws if anything was wrong. */
  finish(): void {
    if (this.#faults.length > 0) throw new SettingsError(this.#faults)
  }

  #find(name: string, variable: string | null, option: unknown): { place: string; value: unknown } | undefined {
    const set = variable === null ? undefined : this.#env[variable]
    if (set !== undefined && set !== '') {
      this.origins[name] = variable ?? name
      return { place: variable ?? name, value: set }
    }
    if (option === undefined) return undefined
    this.origins[name] = this.#file
    return { place: `aios({ ${name} })`, value: option }
  }

  #place(name: string, variable: string): string {
    return this.origins[name] === variable ? variable : `aios({ ${name} })`
  }
}

function aliasesIn(text: string): Record<string, string[]> {
  const entries = text.split(';').filter((part) => part.trim() !== '')
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', ...others] = entry.split('=')
      return [
        name.trim(),
        others
          .join('=')
          .split(',')
          .map((other) => other.trim()),
      ]
    }),
  )
}

function isAliases(value: unknown): value is Record<string, readonly string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([name, others]: [string, unknown]) => name !== '' && isTexts(others) && (others as string[]).length > 0,
  )
}

function isKeyOf<T extends object>(known: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(known, key)
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '')
}
