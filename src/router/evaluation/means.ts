import { type Source, SOURCES } from '../../source.ts'
import { CELLS, cellOf } from '../policies/evidence/cells.ts'
import { type MessageTable, sourceOf } from './message-table.ts'

/** Groups of messages: a source in a cell, a source in all cells, and all. */
const GROUPS = SOURCES.length * CELLS.length + SOURCES.length + 1

/**
 * The expected value of each source in a message's cell: its mean there in all other conversations, so that no outcome
 * predicts itself. Without such messages, its mean in all cells, or that of both sources, in other conversations.
 * `values`: of the messages; the result takes the row of a message.
 */
export function expectations(
  messages: MessageTable,
  values: ArrayLike<number>,
): (row: number, source: Source) => number {
  const cells = Uint8Array.from(messages.weight, cellOf)
  const all = new Sums()
  const add = (sums: Sums, row: number) => {
    for (const group of groupsOf(cells[row] ?? 0, sourceOf(messages, row))) sums.add(group, values[row] ?? 0)
  }
  for (let row = 0; row < messages.length; row += 1) add(all, row)
  const expected = SOURCES.map(() => new Float64Array(messages.length))
  const own = new Sums()
  for (const rows of rowsByConversation(messages)) {
    own.clear()
    for (const row of rows) add(own, row)
    for (const row of rows)
      for (const [index, source] of SOURCES.entries()) {
        const group = groupsOf(cells[row] ?? 0, source).find((each) => all.count(each) > own.count(each))
        const column = expected[index]
        if (group === undefined || column === undefined) continue
        column[row] = (all.sum(group) - own.sum(group)) / (all.count(group) - own.count(group))
      }
  }
  return (row, source) => expected[SOURCES.indexOf(source)]?.[row] ?? 0
}

/** The rows of each conversation, in their order. */
function* rowsByConversation({ conversation, conversations }: MessageTable): Generator<Uint32Array> {
  const ends = new Uint32Array(conversations.length)
  for (const number of conversation) ends[number] = (ends[number] ?? 0) + 1
  for (let number = 1; number < ends.length; number += 1) ends[number] = (ends[number] ?? 0) + (ends[number - 1] ?? 0)
  const rows = new Uint32Array(conversation.length)
  const next = Uint32Array.from(ends, (_, number) => ends[number - 1] ?? 0)
  for (const [row, number] of conversation.entries()) {
    const at = next[number] ?? 0
    rows[at] = row
    next[number] = at + 1
  }
  for (const [number, end] of ends.entries()) yield rows.subarray(ends[number - 1] ?? 0, end)
}

/** What a message in a cell may be expected to go by, the most telling first. */
function groupsOf(cell: number, source: Source): [number, number, number] {
  const index = SOURCES.indexOf(source)
  return [index * CELLS.length + cell, SOURCES.length * CELLS.length + index, GROUPS - 1]
}

/** Numbers and sums of values by group. */
class Sums {
  readonly #counts = new Float64Array(GROUPS)
  readonly #sums = new Float64Array(GROUPS)

  add(group: number, value: number): void {
    this.#counts[group] = this.count(group) + 1
    this.#sums[group] = this.sum(group) + value
  }

  clear(): void {
    this.#counts.fill(0)
    this.#sums.fill(0)
  }

  count(group: number): number {
    return this.#counts[group] ?? 0
  }

  sum(group: number): number {
    return this.#sums[group] ?? 0
  }
}
