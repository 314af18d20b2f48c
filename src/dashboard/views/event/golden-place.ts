import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { GoldenPlace } from '../../../../schemas/generated/dashboard.ts'
import { findGoldenSets } from '../../../goldens/sets/find-sets.ts'
import { fingerprint } from '../../../goldens/fingerprint.ts'
import { type Golden, readGoldenSet } from '../../../goldens/sets/golden-set.ts'
import { nodeAt, readJsonText } from '../../../goldens/sets/json-text.ts'

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

/**
 * Finds a golden in the golden sets of a project by its id and fingerprint, or by its id alone where it has changed since;
 * null: no set has it. Sets that cannot be read are left out.
 */
export async function locateGolden(
  root: string,
  { id, fingerprint: wanted }: { id: string; fingerprint: string | null },
): Promise<LocatedGolden | null> {
  let found: LocatedGolden | null = null
  for (const path of findGoldenSets(root)) {
    const goldens = await readGoldenSet(path).catch(() => [])
    const index = goldens.findIndex((golden) => golden.id === id)
    const golden = goldens[index]
    if (golden === undefined) continue
    const isSame = wanted === null || fingerprint(golden) === wanted
    if (found !== null && !isSame) continue
    found = { golden, file: relative(root, path).replaceAll('\\', '/'), line: await lineOf(path, index), isSame }
    if (isSame) return found
  }
  return found
}

async function lineOf(path: string, index: number): Promise<number> {
  const { content, place } = readJsonText((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
  if (content === undefined) return 1
  return place(nodeAt(content.root, `${content.root.type === 'array' ? '' : '/goldens'}/${index}`).offset).line
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
