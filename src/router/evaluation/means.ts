import type { Source } from '../../source.ts'
import { cellOf } from '../policies/evidence/cells.ts'
import type { LoggedMessage } from './samples.ts'

interface Sum {
  n: number
  sum: number
}

/**
 * The expected value of each source in a message's cell: its mean there in all other conversations, so that no outcome
 * predicts itself. Without such messages, its mean in all cells, or that of both sources, in other conversations.
 */
export function expectations(
  messages: readonly LoggedMessage[],
  value: (message: LoggedMessage) => number,
): (message: LoggedMessage, source: Source) => number {
  const all = new Map<string, Sum>()
  const own = new Map<string, Sum>()
  for (const message of messages)
    for (const group of groupsOf(message, message.source)) {
      add(all, group, value(message))
      add(own, `${group} ${message.conversation}`, value(message))
    }
  return (message, source) => {
    for (const group of groupsOf(message, source)) {
      const known = all.get(group)
      const mine = own.get(`${group} ${message.conversation}`) ?? { n: 0, sum: 0 }
      if (known !== undefined && known.n > mine.n) return (known.sum - mine.sum) / (known.n - mine.n)
    }
    return 0
  }
}

/** Groups of messages whose mean is used, the most specific first. */
function groupsOf({ weight }: LoggedMessage, source: Source): string[] {
  return [`${source} ${cellOf(weight)}`, source, 'all']
}

function add(map: Map<string, Sum>, key: string, value: number): void {
  const { n, sum } = map.get(key) ?? { n: 0, sum: 0 }
  map.set(key, { n: n + 1, sum: sum + value })
}
