import { SOURCES, type Source } from '../../source.ts'
import { CELLS, cellOf } from '../policies/evidence/cells.ts'
import type { Clusters } from './clustered.ts'
import type { LoggedMessage } from './samples.ts'

/** Groups of messages: a source in a cell, a source in all cells, and all. */
const GROUPS = SOURCES.length * CELLS.length + SOURCES.length + 1

/**
 * The expected value of each source in a message's cell: its mean there in all other conversations, so that no outcome
 * predicts itself. Without such messages, its mean in all cells, or that of both sources, in other conversations.
 * `conversations`: those of the messages; the result takes the place of a message among them.
 */
export function expectations(
  messages: readonly LoggedMessage[],
  conversations: Clusters,
  value: (message: LoggedMessage) => number,
): (at: number, source: Source) => number {
  const all = new Sums(GROUPS)
  const own = new Sums(GROUPS * conversations.count)
  const ownAt = (at: number, group: number) => (conversations.of[at] ?? 0) * GROUPS + group
  for (const [at, message] of messages.entries())
    for (const group of groupsOf(message, message.source)) {
      all.add(group, value(message))
      own.add(ownAt(at, group), value(message))
    }
  return (at, source) => {
    const message = messages[at]
    if (message === undefined) return 0
    for (const group of groupsOf(message, source)) {
      const n = all.count(group) - own.count(ownAt(at, group))
      if (n > 0) return (all.sum(group) - own.sum(ownAt(at, group))) / n
    }
    return 0
  }
}

/** What a message may be expected to go by, the most telling first. */
function groupsOf({ weight }: LoggedMessage, source: Source): [number, number, number] {
  const index = SOURCES.indexOf(source)
  return [index * CELLS.length + cellOf(weight), SOURCES.length * CELLS.length + index, GROUPS - 1]
}

/** Numbers and sums of values by group. */
class Sums {
  readonly #counts: Float64Array
  readonly #sums: Float64Array

  constructor(groups: number) {
    this.#counts = new Float64Array(groups)
    this.#sums = new Float64Array(groups)
  }

  add(group: number, value: number): void {
    this.#counts[group] = this.count(group) + 1
    this.#sums[group] = this.sum(group) + value
  }

  count(group: number): number {
    return this.#counts[group] ?? 0
  }

  sum(group: number): number {
    return this.#sums[group] ?? 0
  }
}
