import { type Source, SOURCES } from '../../source.ts'
import type { LoggedMessage } from './samples.ts'

/** Messages of a log in columns, which take a small part of the memory of a list of objects. */
export interface MessageTable {
  readonly length: number
  /** Ids of the conversations. */
  readonly conversations: readonly string[]
  /** The place of each message's conversation among them. */
  readonly conversation: Float64Array
  /** The place of each message's source among `SOURCES`. */
  readonly source: Float64Array
  readonly weight: Float64Array
  readonly propensity: Float64Array
  readonly quality: Float64Array
  readonly latencyS: Float64Array
}

/** Collects messages one after the other. */
export class MessageCollector {
  readonly #numbers = new Map<string, number>()
  readonly #conversation = new Column()
  readonly #source = new Column()
  readonly #weight = new Column()
  readonly #propensity = new Column()
  readonly #quality = new Column()
  readonly #latencyS = new Column()

  add({ conversation, source, weight, propensity, quality, latencyS }: LoggedMessage): void {
    const number = this.#numbers.get(conversation) ?? this.#numbers.size
    if (number === this.#numbers.size) this.#numbers.set(conversation, number)
    this.#conversation.push(number)
    this.#source.push(SOURCES.indexOf(source))
    this.#weight.push(weight)
    this.#propensity.push(propensity)
    this.#quality.push(quality)
    this.#latencyS.push(latencyS)
  }

  get table(): MessageTable {
    return {
      length: this.#weight.values.length,
      conversations: [...this.#numbers.keys()],
      conversation: this.#conversation.values,
      source: this.#source.values,
      weight: this.#weight.values,
      propensity: this.#propensity.values,
      quality: this.#quality.values,
      latencyS: this.#latencyS.values,
    }
  }
}

/** A table of a list of messages. */
export function tableOf(messages: readonly LoggedMessage[]): MessageTable {
  const collector = new MessageCollector()
  for (const message of messages) collector.add(message)
  return collector.table
}

/** Some rows of a table, in their order, with the conversations in the order of their first message. */
export function rowsOf(table: MessageTable, rows: Uint32Array): MessageTable {
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] ?? 0)
  const conversation = pick(table.conversation)
  const numbers = new Map<number, number>()
  for (const [at, known] of conversation.entries()) {
    const number = numbers.get(known) ?? numbers.size
    numbers.set(known, number)
    conversation[at] = number
  }
  return {
    length: rows.length,
    conversations: [...numbers.keys()].map((known) => table.conversations[known] ?? ''),
    conversation,
    source: pick(table.source),
    weight: pick(table.weight),
    propensity: pick(table.propensity),
    quality: pick(table.quality),
    latencyS: pick(table.latencyS),
  }
}

export function sourceOf({ source }: MessageTable, row: number): Source {
  return SOURCES[source[row] ?? 0] ?? 'main_model'
}

/** Numbers that are added one after the other. Growing moves them, so that no copies wait to be collected. */
class Column {
  #values = new Float64Array(1_024)
  #length = 0

  push(value: number): void {
    if (this.#length === this.#values.length)
      this.#values = new Float64Array(this.#values.buffer.transfer(2 * this.#values.byteLength))
    this.#values[this.#length] = value
    this.#length += 1
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }
}
