import type { Condition } from '../../../../schemas/generated/dashboard.ts'
import { conditionsOf } from '../../../goldens/conditions.ts'
import type { Golden } from '../../../goldens/golden.ts'
import { judgeGolden } from '../../../goldens/judge-golden.ts'
import type { Source } from '../../../source.ts'

/** Longer replies are not judged again: it would take seconds. */
const LONGEST_JUDGED = 500_000

/** A golden and the reply to it. */
export interface AnsweredGolden {
  golden: Golden
  /** Whether the golden is still the one that was asked. */
  isSame: boolean
  /** The whole reply; null: it is missing or was cut. */
  reply: string | null
  source: Source | null
}

/**
 * The conditions of a golden, each with what the logged reply misses. `met` is null where that cannot be told: the golden
 * has changed, or the reply is missing, cut or very long. Pure.
 */
export function replyConditions({ golden, isSame, reply, source }: AnsweredGolden): Condition[] {
  const { expect, expected_source: expected } = golden
  const sentences = [
    ...(expect === undefined ? [] : conditionsOf(expect)),
    ...(expected === undefined ? [] : [`a reply of ${expected} (expected_source)`]),
  ]
  if (!isSame || reply === null || reply.length > LONGEST_JUDGED)
    return sentences.map((sentence) => ({ sentence, met: null, miss: null }))
  const result = judgeGolden(reply, golden, source)
  const misses = new Map(result.passed ? [] : result.misses.map(({ expected, found }) => [expected, found]))
  return [...new Set([...sentences, ...misses.keys()])].map((sentence) => {
    const miss = misses.get(sentence) ?? null
    return { sentence, met: miss === null, miss }
  })
}
