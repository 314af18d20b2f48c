import type { GoldenRef, Overview } from '../../../schemas/generated/dashboard.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import { runRef } from './run-ref.ts'

interface GoldenVerdict {
  set: string
  id: string
  trait: string
  pass: number
  fail: number
}

/** The last two runs of the log that have ended and share a golden set, paired by golden. */
export async function changesBetween(query: LogQuery, runs: readonly RunSummary[]): Promise<Overview['changes']> {
  const ended = runs.filter(({ status, sets }) => status !== null && sets.length > 0)
  const [after] = ended
  const before = ended.slice(1).find(({ sets }) => sets.some((set) => after?.sets.includes(set)))
  if (after === undefined || before === undefined)
    return {
      state: 'missing',
      reason: ended.length === 0 ? 'No run has ended in this time.' : 'There is no earlier run of the same goldens.',
      next: 'run the goldens: npx vitest run goldens',
    }
  const [first, second] = await Promise.all([verdictsOf(query, before.run), verdictsOf(query, after.run)])
  const lists = { regressed: [], improved: [], unchanged: [], unpaired: [] } as Record<
    'regressed' | 'improved' | 'unchanged' | 'unpaired',
    GoldenRef[]
  >
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const { change, golden } = pair(first.get(key), second.get(key))
    lists[change].push(golden)
  }
  return { before: runRef(before), after: runRef(after), ...lists }
}

async function verdictsOf(query: LogQuery, run: string): Promise<Map<string, GoldenVerdict>> {
  const found = new Map<string, GoldenVerdict>()
  for await (const { set, golden, trait, verdict, configuration, hypothesis } of query.facts(
    { run, type: 'response' },
    ['set', 'golden', 'trait', 'verdict', 'configuration', 'hypothesis'],
  )) {
    if (set === null || golden === null || configuration !== null || hypothesis !== null) continue
    const key = JSON.stringify([set, golden])
    const each = found.get(key) ?? { set, id: golden, trait: trait ?? '', pass: 0, fail: 0 }
    if (verdict === 'pass') each.pass += 1
    if (verdict === 'fail') each.fail += 1
    found.set(key, each)
  }
  return found
}

function pair(before: GoldenVerdict | undefined, after: GoldenVerdict | undefined) {
  const { set, id, trait } = (after ?? before) as GoldenVerdict
  const golden = (reason: string): GoldenRef => ({ set, id, trait, reason })
  const missing = before === undefined ? 'only in the last run' : after === undefined ? 'only in the run before' : null
  if (missing !== null) return { change: 'unpaired' as const, golden: golden(missing) }
  const [from, to] = [shareOf(before as GoldenVerdict), shareOf(after as GoldenVerdict)]
  if (from === null || to === null) return { change: 'unpaired' as const, golden: golden('not judged') }
  const change = to < from ? ('regressed' as const) : to > from ? ('improved' as const) : ('unchanged' as const)
  return { change, golden: golden(`pass rate ${percent(from)} -> ${percent(to)}`) }
}

function shareOf({ pass, fail }: GoldenVerdict): number | null {
  return pass + fail === 0 ? null : pass / (pass + fail)
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
