import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { GoldenPlace } from '../../../../schemas/generated/dashboard.ts'
import { goldenFilesIn, setsOfFile } from '../../../goldens/sets/find-sets.ts'
import { fingerprint } from '../../../goldens/fingerprint.ts'
import { type Golden, readGoldenSet } from '../../../goldens/sets/golden-set.ts'
import { type JsonText, placeOfGolden, readJsonText } from '../../../goldens/sets/json-text.ts'

/** A golden in its file. */
export interface LocatedGolden {
  golden: Golden
  /** Path from the root of the project. */
  file: string
  /** From 1. */
  line: number
  /** Whether it is the golden that was asked: messages, question and expectation are the same. */
  isSame: boolean
}

/** The goldens in the sets of a project. A file is read again only when its size or time changes. */
export class GoldenIndex {
  readonly #root: string
  readonly #setsOfFiles = new Map<string, Stamped<string[]>>()
  readonly #goldensOfSets = new Map<string, Stamped<Promise<Golden[]>>>()
  readonly #textsOfSets = new Map<string, Stamped<Promise<JsonText>>>()

  constructor(root: string) {
    this.#root = root
  }

  /**
   * Finds a golden by its id and fingerprint, or by its id alone where it has changed since; null: no set has it. Sets that
   * cannot be read are left out.
   */
  async locate({ id, fingerprint: wanted }: { id: string; fingerprint: string | null }): Promise<LocatedGolden | null> {
    const sets = new Set(goldenFilesIn(this.#root).flatMap((path) => kept(this.#setsOfFiles, path, setsOfFile)))
    let found: LocatedGolden | null = null
    for (const path of [...sets].sort()) {
      const goldens = await kept(this.#goldensOfSets, path, readGoldenSet).catch(() => [])
      const index = goldens.findIndex((golden) => golden.id === id)
      const golden = goldens[index]
      if (golden === undefined) continue
      const isSame = wanted === null || fingerprint(golden) === wanted
      if (found !== null && !isSame) continue
      const file = relative(this.#root, path).replaceAll('\\', '/')
      const { line } = placeOfGolden(await kept(this.#textsOfSets, path, textOf), index)
      found = { golden, file, line, isSame }
      if (isSame) return found
    }
    return found
  }
}

/** A value of a file with the size and time that the file had. */
interface Stamped<T> {
  stamp: string
  value: T
}

/** The value of a file, read where the file has changed since. */
function kept<T>(values: Map<string, Stamped<T>>, path: string, read: (path: string) => T): T {
  const stats = statSync(path, { throwIfNoEntry: false })
  const stamp = stats === undefined ? 'missing' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`
  const known = values.get(path)
  if (known?.stamp === stamp) return known.value
  const value = read(path)
  values.set(path, { stamp, value })
  // A read may fail for a reason that does not change the file, such as too many open files.
  if (value instanceof Promise)
    value.catch(() => {
      if (values.get(path)?.value === value) values.delete(path)
    })
  return value
}

async function textOf(path: string): Promise<JsonText> {
  return readJsonText((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
}

/** The golden of an event as the page shows it. Pure. */
export function goldenPlace(
  { set, id, trait, fingerprint }: Pick<GoldenPlace, 'set' | 'id' | 'trait' | 'fingerprint'>,
  located: LocatedGolden | null,
  vitestUi: string | null,
): GoldenPlace {
  const { file = null, line = null, isSame = true } = located ?? {}
  return { set, id, trait, fingerprint, file, line, changed: !isSame, vitestUi }
}
