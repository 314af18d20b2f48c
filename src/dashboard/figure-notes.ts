import type { Overview } from '../../schemas/generated/dashboard.ts'
import { decimal } from './format.ts'

type Figures = Overview['figures']

/** How many replies were measured and replayed, in words; a question without a reply has no latency. Pure. */
export function originsOf({ replies, replayed }: Pick<Figures, 'replies' | 'replayed'>): string {
  const of = (count: number, origin: string) => (count === 0 ? [] : [`${decimal(count)} ${origin}`])
  return [...of(replies - replayed, 'measured'), ...of(replayed, 'replayed')].join(', ')
}

/** What a pass rate is of: `89 of 117 passed; 5 got no reply`. As in the objective, a question without a reply has not passed. Pure. */
export function passedText({ pass, fail, unmeasured }: Pick<Figures, 'pass' | 'fail' | 'unmeasured'>): string {
  const lost = unmeasured === 0 ? '' : `; ${decimal(unmeasured)} got no reply`
  return `${decimal(pass)} of ${decimal(pass + fail + unmeasured)} passed${lost}`
}
