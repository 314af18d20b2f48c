// Simulated runs of systems that did or did not change: how often the regression gate is right. Seeded; `--quick` takes
// fewer rounds, too few for goals of 1 %.
import { seededRandom } from '../src/statistics/distributions/random.ts'
import { compareSets, type GoldenResult, type Verdict } from '../src/evidence.ts'
import { type Finding, printFindings } from './table.ts'
import { draw, type World } from './worlds.ts'

const ROUNDS = process.argv.includes('--quick') ? 50 : 2_000
const TOLERANCE = 0.25
const CELLS = [10, 30, 100].flatMap((goldens) =>
  [1, 3, 5].flatMap((repeats) => [0.1, 0.25, 0.5].map((noise) => ({ goldens, repeats, noise, drift: 0.03 }))),
)
const cell = (goldens: number, repeats: number, noise: number): World => ({ goldens, repeats, noise, drift: 0.03 })

/** Percent of the runs of a world that end with a verdict. */
function percentOf(verdict: Verdict, world: World): number {
  const random = seededRandom(1_000 * world.goldens + 100 * world.repeats + Math.round(100 * world.noise))
  let count = 0
  for (let round = 0; round < ROUNDS; round++) {
    const { baseline, current } = draw(world, random)
    if (compareSets(baseline, current, TOLERANCE).verdict === verdict) count += 1
  }
  return (100 * count) / ROUNDS
}

function worst(what: string, verdict: Verdict, change: Partial<World>, goal: Finding['goal']): Finding {
  const figures = CELLS.map((world) => ({ world, value: percentOf(verdict, { ...world, ...change }) }))
  const { world, value } = figures.reduce((a, b) => (b.value > a.value ? b : a))
  return { what, value, goal, unit: ' %', from: `worst of 27 cells: ${inWords(world)}` }
}

function single(what: string, verdict: Verdict, world: World, goal: Finding['goal']): Finding {
  return { what, value: percentOf(verdict, world), goal, unit: ' %', from: inWords(world) }
}

/** Percent of the runs of ten greedy goldens, of which some newly fail, whose pass rate ends with a verdict. */
function greedy(what: string, broken: number, verdict: Verdict): Finding {
  const random = seededRandom(5)
  const withFailing = (goldens: readonly GoldenResult[], failing: number): GoldenResult[] =>
    goldens.map((golden, index) => ({
      ...golden,
      replies: golden.replies.map((reply) => ({
        ...reply,
        passed: index >= failing,
        digest: `${index < failing ? 'new' : 'old'} ${index}`,
      })),
    }))
  let count = 0
  for (let round = 0; round < ROUNDS; round++) {
    const { baseline, current } = draw(cell(10, 1, 0.1), random)
    const now = { ...current, goldens: withFailing(current.goldens, broken) }
    const { metrics } = compareSets(withFailing(baseline, 0), now, TOLERANCE, { greedy: true })
    if (metrics.find(({ metric }) => metric === 'quality')?.verdict === verdict) count += 1
  }
  return { what, value: (100 * count) / ROUNDS, goal: { atLeast: 100 }, unit: ' %', from: '10 greedy goldens x 1' }
}

function inWords({ goldens, repeats, noise, mixture }: World): string {
  return `${goldens} goldens x ${repeats}, noise ${100 * noise} %${mixture === undefined ? '' : `, ${mixture} goldens`}`
}

function milliseconds(goldens: number, repeats: number, goal: Finding['goal']): Finding {
  const { baseline, current } = draw(cell(goldens, repeats, 0.25), seededRandom(1))
  const times = Array.from({ length: goldens > 1_000 ? 3 : 21 }, () => {
    const start = performance.now()
    compareSets(baseline, current, TOLERANCE)
    return performance.now() - start
  })
  const value = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN
  return {
    what: 'one comparison',
    value,
    goal,
    unit: ' ms',
    from: `${goldens} goldens x ${repeats}, median of ${times.length}`,
  }
}

console.log(`${ROUNDS} runs a cell, tolerance ${100 * TOLERANCE} %, drift 3 % between runs\n`)
printFindings([
  worst('unchanged: fail', 'fail', {}, { atMost: 1 }),
  worst('unchanged, 2 % of replies take 5 times as long: fail', 'fail', { outliers: 0.02 }, { atMost: 1 }),
  worst('unchanged, 5 % drift: fail', 'fail', { drift: 0.05 }, { atMost: 1 }),
  worst('at the margin, +25 %: pass', 'pass', { slower: 1.25 }, { atMost: 6.5 }),
  worst('tolerated, +10 %: fail', 'fail', { slower: 1.1 }, { atMost: 6 }),
  single('+50 %: fail', 'fail', { ...cell(10, 3, 0.25), slower: 1.5 }, { atLeast: 95 }),
  single('+50 %: fail', 'fail', { ...cell(30, 3, 0.25), slower: 1.5 }, { atLeast: 99 }),
  single('+50 %: fail', 'fail', { ...cell(30, 3, 0.5), slower: 1.5 }, { atLeast: 97 }),
  worst('+50 %: pass', 'pass', { slower: 1.5 }, { atMost: 0.5 }),
  single('20 points fewer pass: fail', 'fail', { ...cell(30, 3, 0.25), worse: 0.2 }, { atLeast: 92 }),
  single('20 points fewer pass: fail', 'fail', { ...cell(30, 3, 0.25), worse: 0.2, mixture: 'shaky' }, { atLeast: 75 }),
  single('unchanged: inconclusive', 'inconclusive', cell(30, 3, 0.25), { atMost: 15 }),
  single('unchanged: inconclusive', 'inconclusive', cell(100, 3, 0.25), { atMost: 1 }),
  single('unchanged: inconclusive', 'inconclusive', { ...cell(30, 3, 0.25), mixture: 'shaky' }, { atMost: 25 }),
  greedy('unchanged: pass rate passes', 0, 'pass'),
  greedy('3 of 10 newly fail: pass rate fails', 3, 'fail'),
  milliseconds(100, 5, { atMost: 5 }),
  milliseconds(10_000, 5, { atMost: 1_000 }),
])
