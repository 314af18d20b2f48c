import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { placeOfGolden, readJsonText } from '../../src/goldens/sets/json-text.ts'
import type { MatcherState, SyncMatcherResult } from 'vitest'
import { explainShortfall } from '../../src/goldens/explain-shortfall.ts'
import { judgeGolden } from '../../src/goldens/judge-golden.ts'
import { type ReplyEnd, shortfallOf } from '../../src/verdicts/shortfall.ts'
import type { Golden } from '../../src/goldens/sets/golden-set.ts'
import type { Basis } from '../../src/verdicts/golden.ts'
import { recordLive } from '../../src/verdicts/regression/record-live.ts'
import { printable } from '../../src/text/printable.ts'
import { type Source, SOURCES } from '../../src/source.ts'
import { assertExpectation } from '../worker/suite/assert-expectation.ts'
import { redactedFailure } from '../worker/suite/failure-text.ts'
import { judgedReplyOf } from '../worker/suite/judging.ts'
import { judgementOf } from '../worker/suite/judged-reply.ts'
import { lookCloser } from '../worker/look-closer.ts'
import type { SuiteGolden } from '../worker/suite/suite-golden.ts'

/**
 * Whether a reply meets the expectation of its golden; without an expectation, whether it is not blank. The verdict goes to
 * the reply's provenance event. A golden that the baseline records as failing counts as failed but does not fail the test
 * again. Throws a TypeError for another value than a reply or a string, and a RangeError for an invalid expectation.
 */
export function toAnswer(this: MatcherState, received: unknown, golden: Golden | SuiteGolden): SyncMatcherResult {
  const { text, shortfall, judgement } = judgeAnswer(received, golden)
  const why = judgement.passed
    ? ''
    : judgement.misses.map((miss) => `${miss.expected}, found ${miss.found}`).join('\n          ')
  const reply = judgedReplyOf(received)
  if (!this.isNot) reply?.judge(judgementOf('toAnswer', judgement))
  const tolerated = 'tolerated' in golden && golden.tolerated && !this.isNot
  const redact = (shown: string) => redactedFailure(this.testPath, shown)
  const isRecordable = 'tolerated' in golden && !this.isNot
  return {
    pass: judgement.passed || tolerated,
    message: () => {
      const event = reply?.event
      // Before a text is cut, and once more for the parts of the expectation.
      return redact(
        [
          this.utils.matcherHint(`${this.isNot ? '.not' : ''}.toAnswer`, 'reply', 'golden'),
          '',
          `Golden:   ${printable(golden.id)} (${printable(golden.trait)})${placeText(golden)}`,
          `Question: ${printable(redact(golden.question), { max: 300 })}`,
          this.isNot ? 'Expected: a reply that misses the expectation' : `Expected: ${why}`,
          `Received: ${printable(redact(text), { max: 600 })}`,
          ...(shortfall === null
            ? []
            : [`Remedy:   ${this.isNot ? `${shortfall.description}. ` : ''}${shortfall.remedy}`]),
          ...(event === undefined
            ? []
            : [
                `Source:   ${event.source} (${printable(event.model.answered ?? event.model.asked)}), weight ${event.route.weight}, ${event.origin}`,
              ]),
          ...(isRecordable && golden.changed === true
            ? ['Baseline: has this golden with another question or expectation, and is not compared with it']
            : []),
          '',
          lookCloser(this.testPath),
          ...(isRecordable ? acceptance(golden, event?.origin ?? null) : []),
        ].join('\n'),
      )
    },
  }
}

/** How to accept the reply of a golden of a set. */
function acceptance(golden: SuiteGolden, basis: Basis | null): string[] {
  return [
    `If the reply is right, correct the expectation${placeText(golden).replace(', ', ': ')}`,
    `To record all replies of the run, with this one as a known failure: npx vitest run goldens -u${recordLive(basis)}`,
  ]
}

/** `, goldens/set.json:4`; empty where the golden is not of a file. */
function placeText(golden: Golden | SuiteGolden): string {
  if (!('place' in golden) || golden.place === undefined) return ''
  const { file, index } = golden.place
  const shown = `, ${printable(relative(process.cwd(), file))}`
  try {
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
    return `${shown}:${placeOfGolden(readJsonText(text), index).line}`
  } catch {
    // The file was deleted during the run.
    return shown
  }
}

/**
 * Returns whether `expect(received).toAnswer(golden)` passes, and then gives the verdict to the event of the reply. Throws
 * like it.
 */
export function judgeIfAnswered(received: unknown, golden: Golden | SuiteGolden): boolean {
  const { judgement } = judgeAnswer(received, golden)
  if (judgement.passed) judgedReplyOf(received)?.judge(judgementOf('toAnswer', judgement))
  return judgement.passed
}

/** Judges a value without a verdict for its event. Throws like `toAnswer`. */
function judgeAnswer(received: unknown, golden: Golden | SuiteGolden) {
  const text = textOf(received)
  if (golden.expect !== undefined) assertExpectation(golden.expect, 'toAnswer(golden)')
  const shortfall = isEnded(received) ? shortfallOf(received) : null
  return { text, shortfall, judgement: explainShortfall(judgeGolden(text, golden, sourceOf(received)), shortfall) }
}

/** The source of the reply; null: unknown, because the value is a text. */
function sourceOf(received: unknown): Source | null {
  if (typeof received !== 'object' || received === null || !('source' in received)) return null
  return SOURCES.find((source) => source === received.source) ?? null
}

function textOf(received: unknown): string {
  if (typeof received === 'string') return received
  if (typeof received === 'object' && received !== null && 'text' in received && typeof received.text === 'string')
    return received.text
  throw new TypeError(
    `toAnswer: expected a reply, such as \`await ask(golden)\`, or a string; received ${typeName(received)}`,
  )
}

/** The type of a value, for messages. */
function typeName(value: unknown): string {
  return value instanceof Promise ? 'a promise. Is an await missing?' : value === null ? 'null' : typeof value
}

function isEnded(received: unknown): received is ReplyEnd {
  return typeof received === 'object' && received !== null && 'finish' in received && 'tokens' in received
}
