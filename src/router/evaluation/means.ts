import type { Source } from '../../source.ts'
import { cellOf } from '../policies/evidence/cells.ts'
import type { LoggedMessage } from './samples.ts'

interface Sum {
  n: number
  sum: number
}

/**
 * What either source is expected to do in a message's cell: its mean there in all other conversations, so that no outcome
 * explains itself. Where there is none, the source's mean in all cells.
 */
export function expectations(
  messages: readonly LoggedMessage[],
  value: (message: LoggedMessage) => number,
): (message: LoggedMessage, source: Source) => number {
  const cells = new Map<string, Sum>()
  const own = new Map<string, Sum>()
  const sources = new Map<Source, Sum>()
  for (const message of messages) {
    const cell = keyOf(message.source, message)
    for (const [map, key] of [
      [cells, cell],
      [own, `${cell} ${message.conversation}`],
    ] as const)
      add(map, key, value(message))
    add(sources, message.source, value(message))
  }
  return (message, source) => {
    const cell = keyOf(source, message)
    const all = cells.get(cell) ?? { n: 0, sum: 0 }
    const mine = own.get(`${cell} ${message.conversation}`) ?? { n: 0, sum: 0 }
    if (all.n > mine.n) return (all.sum - mine.sum) / (all.n - mine.n)
    const { n, sum } = sources.get(source) ?? { n: 0, sum: 0 }
    return n === 0 ? 0 : sum / n
  }
}

function keyOf(source: Source, { weight }: LoggedMessage): string {
  return `${source} ${cellOf(weight)}`
}

function add<K>(map: Map<K, Sum>, key: K, value: number): void {
  const { n, sum } = map.get(key) ?? { n: 0, sum: 0 }
  map.set(key, { n: n + 1, sum: sum + value })
}
