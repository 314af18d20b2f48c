import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { createFolder } from '../../create-folder.ts'
import { questionKey } from '../../goldens/question-key.ts'
import { judge } from '../../goldens/expectation.ts'
import type { Expectation, Golden } from '../../goldens/golden.ts'
import { idForQuestion } from '../../goldens/sets/golden-id.ts'
import { parseGoldenSet } from '../../goldens/sets/golden-set.ts'
import { insertGolden, newGoldenSet } from '../../goldens/sets/insert-golden.ts'
import { isRecord } from '../../is-record.ts'
import { whileLocked } from '../../file-lock.ts'
import { writeWhole } from '../../write-whole.ts'

/** A logged reply that becomes a golden. */
export interface LoggedReply {
  /** As it was asked, by which the expectation is judged. */
  question: string
  reply: string
  trait: string
}

/** The golden that a person wants. */
export interface WantedGolden {
  /** Default: the first words of the question. */
  id?: string | undefined
  /** Default: that of the reply, else `general`. */
  trait?: string | undefined
  expect: Expectation
  /** Adds it although the logged reply does not meet the expectation. */
  force: boolean
  /** Removes from the question what must not reach a file. */
  redact: (text: string) => string
}

/** What was added. */
export interface Added {
  golden: Golden
  /** Whether the logged reply meets the expectation. */
  met: boolean
  /** Whether the set is new. */
  isNew: boolean
}

/**
 * Adds a golden to a set, or to a new one. The set is written whole or not at all, and of two commands at the same moment
 * the second waits for the first. Rejects where the set or the expectation is invalid, has the golden already, or the
 * logged reply does not meet the expectation.
 */
export function addGolden(file: string, logged: LoggedReply, wanted: WantedGolden): Promise<Added> {
  const path = resolve(file)
  return whileLocked(path, () => {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : null
    const known = text === null || isEmptyList(text) ? [] : parseGoldenSet(text, file)
    const question = wanted.redact(logged.question)
    const golden: Golden = {
      id: wanted.id ?? idForQuestion(question, new Set(known.map(({ id }) => id))),
      question,
      trait: wanted.trait ?? (logged.trait === '' ? 'general' : logged.trait),
      expect: wanted.expect,
    }
    assertNew(golden, known, file)
    const updated = text === null ? newGoldenSet(schemaFrom(dirname(path)), golden) : insertGolden(text, golden)
    // Validates the expectation too, before the reply is judged by it.
    parseGoldenSet(updated, file)
    const judgement = judge(logged.reply, wanted.expect, logged.question)
    if (!judgement.passed && !wanted.force) {
      const misses = judgement.misses.map(({ expected, found }) => `expected ${expected}, found ${found}`)
      throw new Error(
        `the logged reply does not meet the expectation: ${misses.join('; ')}\n  correct the expectation, or add it all the same with --force`,
      )
    }
    createFolder(dirname(path))
    writeWhole(path, updated)
    return { golden, met: judgement.passed, isNew: text === null }
  })
}

function schemaFrom(folder: string): string {
  return relative(folder, 'node_modules/vitest-aios/schemas/golden-set.schema.json').replaceAll('\\', '/')
}

function assertNew(golden: Golden, known: readonly Golden[], file: string): void {
  const twin = known.find(({ id }) => id === golden.id)
  if (twin !== undefined) throw new Error(`${file} has a golden "${golden.id}" already\n  choose another id with --id`)
  const same = known.find((other) => questionKey(other) === questionKey(golden))
  if (same !== undefined)
    throw new Error(`${file} has the question already, as "${same.id}"\n  change the expectation of that golden`)
}

function isEmptyList(text: string): boolean {
  try {
    const data: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    const goldens = isRecord(data) ? data['goldens'] : data
    return Array.isArray(goldens) && goldens.length === 0
  } catch {
    return false
  }
}
