import { compareSets } from '../../../src/verdicts/regression/comparison.ts'
import { planLooks } from '../../../src/verdicts/regression/looks.ts'
import type { RegressionPolicy } from '../../../src/verdicts/regression/policy.ts'
import { planRepeats, repeatVariation } from '../../../src/verdicts/regression/repeats.ts'
import type { GoldenResult } from '../../../src/verdicts/results.ts'
import { printable } from '../../../src/text/printable.ts'
import type { TestPlan } from './golden-tests.ts'
import { timeoutOf } from './golden-tests.ts'
import type { WorkerContext } from './worker-context.ts'
import { runEach } from './run-each.ts'
import type { SetRun } from './set-run.ts'
import type { SuiteGolden } from './suite-golden.ts'
import { test } from './test.ts'

/** Most repeats; beyond this, more goldens gain more than more repeats. */
const MOST_REPEATS = 10

/** Repeats without a baseline: enough to estimate the noise for the next run. */
const FIRST_REPEATS = 3

/** The looks at a set's verdict: the number of repeats before each, and the index of the last one taken. */
export interface Looks {
  after: readonly number[]
  taken: number
}

/** Plans `repeats: 'auto'` from the noise in the baseline. */
export function planSet(
  goldens: number,
  baseline: readonly GoldenResult[] | null,
  given: { drift: number; policy: RegressionPolicy },
): Looks {
  if (baseline === null) return { after: [FIRST_REPEATS], taken: 0 }
  const planned = planRepeats({ goldens, cv: repeatVariation(baseline), ...given })
  const most = Math.min(MOST_REPEATS, Math.max(planned?.pass ?? 1, planned?.fail ?? 1))
  return { after: planLooks(most), taken: 0 }
}

/** Registers the test that repeats the goldens of a set, after all ran, until its verdict is clear. */
export function registerMoreLooks(
  goldens: readonly SuiteGolden[],
  plan: Pick<TestPlan, 'each' | 'configurations'>,
  { looks, setRun, policy }: { looks: Looks; setRun: () => SetRun; policy: RegressionPolicy },
  worker: WorkerContext,
): void {
  const calls = goldens.length * (looks.after.at(-1) ?? 1) * (plan.configurations?.length ?? 1)
  test(
    'repeats until the verdict is clear',
    { timeout: timeoutOf(worker, calls) },
    async ({ worker, task, signal }) => {
      const failures = new Map<string, string>()
      const ran = new Set(setRun().goldens.map((golden) => golden.id))
      while (looks.taken + 1 < looks.after.length && !isClear(setRun(), policy)) {
        const [from = 0, to = 0] = looks.after.slice(looks.taken)
        for (let repeat = from; repeat < to; repeat++) {
          for (const golden of goldens.filter(({ id, repeats }) => ran.has(id) && repeats === undefined)) {
            for (const configuration of inTurns(plan.configurations, repeat)) {
              const options = configuration === null ? { repeat } : { repeat, configuration }
              const failure = await runEach(worker, { task, signal }, { golden, each: plan.each, options })
              if (failure !== null && plan.configurations === null && !failures.has(golden.id))
                failures.set(golden.id, `golden ${printable(golden.id)}, repeat ${repeat + 1}: ${failure.message}`)
            }
          }
        }
        looks.taken += 1
      }
      if (failures.size > 0) throw new Error([...failures.values()].join('\n\n'))
    },
  )
}

function inTurns<T>(configurations: readonly T[] | null, repeat: number): readonly (T | null)[] {
  if (configurations === null) return [null]
  return repeat % 2 === 0 ? configurations : configurations.toReversed()
}

/** Whether more repeats cannot change the verdict. */
function isClear(run: SetRun, policy: RegressionPolicy): boolean {
  if (run.baseline === null || run.mode === 'record') return true
  const { verdict, metrics } = compareSets(run.baseline, run, policy, run)
  return verdict === 'fail' || metrics.every((metric) => metric.needed?.repeats == null)
}
