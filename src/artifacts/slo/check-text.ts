import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import type { SloState } from '../../verdicts/slo/notification.ts'
import { describeObjective } from '../../verdicts/slo/objective-text.ts'
import type { SloCheck } from './check.ts'

/** The states in words, as commands and notifications print them. */
export const STATE_WORDS: Readonly<Record<SloState, string>> = {
  met: 'met',
  violated: 'violated',
  cannot_tell: 'cannot tell',
}

/** The objectives that are not met, by set; empty where they are met or cannot be judged at all. */
export function violations(check: SloCheck): { set: string; objectives: string[] }[] {
  if (check.kind === 'cannot_tell') return []
  return check.sets
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ set, objectives }) => ({
      set,
      objectives: objectives.filter(({ met, target }) => !met && target !== null).map(({ objective }) => objective),
    }))
}

/** The facts of a check without colours, one a line: objectives that are not met, or why it cannot tell, and its notes. */
export function checkFacts(check: SloCheck): string[] {
  if (check.kind === 'cannot_tell') return [printable(check.reason, { max: 400 }), check.next]
  const failing = check.sets.filter(({ verdict }) => verdict !== 'pass')
  const passing = check.sets.length - failing.length
  return [
    ...failing.flatMap(({ set, objectives, reason }) => [
      ...objectives
        .filter(({ met, target }) => !met && target !== null)
        .map((each) => `${printable(set, { max: 100 })}: ${describeObjective(each)}`),
      // The line of each objective has its own reason.
      ...(reason === undefined || objectives.length > 0
        ? []
        : [`${printable(set, { max: 100 })}: ${printable(reason, { max: 400 })}`]),
    ]),
    ...(passing === 0 ? [] : [`${counted(passing, 'golden set')} with all objectives met`]),
    ...check.notes.map((note) => printable(note, { max: 400 })),
    `according to ${check.from}`,
  ]
}
