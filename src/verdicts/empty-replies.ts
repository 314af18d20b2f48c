import { counted } from '../text/counted.ts'
import type { GoldenResult, MeasuredReply, Unmeasured } from './results.ts'
import { SOURCES, type Source } from '../source.ts'

/** Cause of a reply that is empty because the set-up has failed. */
export const EMPTY_REPLY = 'empty_reply'

/** Empty replies beyond this share of a set are systematic. */
const TOLERATED_SHARE = 0.1

/** Empty replies to a single golden are not systematic: the model may be unable to answer that question. */
const FEWEST_GOLDENS = 2

/**
 * Marks systematic empty replies as unmeasured. A single empty reply is a failed answer. When at least two goldens have
 * empty replies, and these are every reply of a source or more than 10 % of all replies, the set-up has failed: the
 * replies do not show the model's quality, and they must not become a baseline. All repeats of a golden together count
 * as one golden. Pure; returns the same results where no empty reply is systematic.
 */
export function withoutSystematicEmpties(goldens: readonly GoldenResult[]): GoldenResult[] {
  const reason = systematicEmpties(goldens)
  return reason === null ? [...goldens] : goldens.map((golden) => markUnmeasured(golden, reason))
}

/**
 * Marks the empty replies of a set as unmeasured when their source answered no golden of the whole run. A set of one
 * golden does not show this by itself. Pure; returns the same results where each source answered.
 */
export function withoutSilentSources(
  goldens: readonly GoldenResult[],
  run: readonly GoldenResult[],
): readonly GoldenResult[] {
  const sources = SOURCES.filter((source) => isSilent(run, source))
  if (sources.length === 0) return goldens
  const { causes, remedy } = causesIn(run)
  const description = `every reply of ${sources.join(' and ')} in this run was empty: ${causes}`
  return goldens.map((golden) => markUnmeasured(golden, { sources, description, remedy }))
}

/** The replies to one golden. */
interface Replies {
  replies: readonly Pick<MeasuredReply, 'source' | 'shortfall'>[]
}

/** Systematic empty replies, of some sources or of all. */
export interface Systematic {
  sources: readonly Source[]
  /** Such as `every reply of main_model was empty: the reply was cut at max_tokens, before any text`. */
  description: string
  /** The remedy of the most frequent cause, a sentence that begins with a verb. */
  remedy: string
}

/** The empty replies that {@link withoutSystematicEmpties} marks; null: none. Pure. */
export function systematicEmpties(goldens: readonly Replies[]): Systematic | null {
  const silent = SOURCES.filter((source) => isSilent(goldens, source))
  const share = mean(goldens.filter(({ replies }) => replies.length > 0).map(emptyShare))
  const empty = goldens.filter((golden) => emptyShare(golden) > 0)
  const { causes, remedy } = causesIn(goldens)
  if (empty.length >= FEWEST_GOLDENS && share > TOLERATED_SHARE) {
    const which = silent.length === 0 ? '' : `, every reply of ${silent.join(' and ')} among them`
    const description = `${counted(empty.length, 'golden')} of ${goldens.length} got an empty reply${which}: ${causes}`
    return { sources: SOURCES, description, remedy }
  }
  if (silent.length === 0) return null
  return { sources: silent, description: `every reply of ${silent.join(' and ')} was empty: ${causes}`, remedy }
}

/** Whether a source answered at least two goldens, and each of them with empty replies only. */
function isSilent(goldens: readonly Replies[], source: Source): boolean {
  const asked = goldens.map(({ replies }) => replies.filter((reply) => reply.source === source))
  const answered = asked.filter((replies) => replies.length > 0)
  return answered.length >= FEWEST_GOLDENS && answered.every((replies) => replies.every(isEmpty))
}

function markUnmeasured(golden: GoldenResult, { sources, description }: Systematic): GoldenResult {
  const isUnmeasured = (reply: MeasuredReply) => isEmpty(reply) && sources.includes(reply.source)
  const unmeasured = golden.replies.filter(isUnmeasured).map(({ repeat, shortfall }): Unmeasured => ({
    repeat,
    cause: EMPTY_REPLY,
    evidence: description,
    remedy: shortfall?.remedy ?? '',
  }))
  if (unmeasured.length === 0) return golden
  return {
    ...golden,
    replies: golden.replies.filter((reply) => !isUnmeasured(reply)),
    unmeasured: [...golden.unmeasured, ...unmeasured].sort((a, b) => a.repeat - b.repeat),
  }
}

function isEmpty({ shortfall }: Pick<MeasuredReply, 'shortfall'>): boolean {
  return shortfall?.kind === 'empty'
}

function emptyShare({ replies }: Replies): number {
  return replies.length === 0 ? 0 : replies.filter(isEmpty).length / replies.length
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The descriptions of the shortfalls, the most frequent first, and the remedy of the first. */
function causesIn(goldens: readonly Replies[]): { causes: string; remedy: string } {
  const shortfalls = goldens.flatMap(({ replies }) =>
    replies.filter(isEmpty).flatMap(({ shortfall }) => shortfall ?? []),
  )
  const byCause = [...Map.groupBy(shortfalls, ({ cause }) => cause).values()].sort((a, b) => b.length - a.length)
  const firsts = byCause.flatMap(([first]) => first ?? [])
  return {
    causes: firsts
      .slice(0, 2)
      .map(({ description }) => description)
      .join('; '),
    remedy: firsts[0]?.remedy ?? '',
  }
}
