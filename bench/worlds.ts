import type { Random } from '../src/statistics/distributions/random.ts'
import type { GoldenResult, SetResults } from '../src/evidence.ts'

/** A system under test, and how it changes between the baseline and now. */
export interface World {
  goldens: number
  repeats: number
  /** Coefficient of variation of one reply's latency. */
  noise: number
  /** Standard deviation of log latency from run to run. */
  drift: number
  /** Factor on every latency of the current run. */
  slower?: number
  /** Points by which every golden's pass probability falls. */
  worse?: number
  /** Default: usual. */
  mixture?: keyof typeof PASS_PROBABILITIES
  /** Share of replies that take five times as long, on both sides. */
  outliers?: number
}

/**
 * The pass probabilities of the goldens, in turns. `usual`: five in eight almost always pass, as in a golden set that
 * guards working behaviour, and the others less and less. `shaky`: spread evenly, so that the pass rate varies far more by chance.
 */
export const PASS_PROBABILITIES = {
  usual: [0.995, 0.995, 0.4, 0.995, 0.95, 0.995, 0.8, 0.995],
  shaky: [0.995, 0.4, 0.99, 0.6, 0.98, 0.8, 0.95, 0.9],
}

/** The two runs of a world. Every repeat is an independent draw. */
export function draw(world: World, random: Random): { baseline: GoldenResult[]; current: SetResults } {
  const centres = Array.from({ length: world.goldens }, () => 6 + 0.5 * random.normal())
  const run = (factor: number, fall: number): GoldenResult[] => {
    const shared = factor * Math.exp(world.drift * random.normal())
    return centres.map((centre, index) => golden(index, Math.exp(centre) * shared, fall))
  }
  const sigma = Math.sqrt(Math.log1p(world.noise ** 2))
  const golden = (index: number, latency: number, fall: number): GoldenResult => {
    const mixture = PASS_PROBABILITIES[world.mixture ?? 'usual']
    const chance = Math.max(0, (mixture[index % mixture.length] ?? 1) - fall)
    return {
      id: `g${index}`,
      trait: '',
      fingerprint: 'same',
      unmeasured: [],
      replies: Array.from({ length: world.repeats }, (_, repeat) => ({
        repeat,
        source: index % 2 === 0 ? 'main_model' : 'embedder',
        model: 'm',
        passed: random.uniform() < chance,
        latencyMs: latency * Math.exp(sigma * random.normal()) * (random.uniform() < (world.outliers ?? 0) ? 5 : 1),
        firstTokenMs: null,
        completionTokens: null,
        digest: `${fall}-${repeat}`,
        origin: 'measured',
      })),
    }
  }
  const baseline = run(1, 0)
  const goldens = run(world.slower ?? 1, world.worse ?? 0)
  return { baseline, current: { set: 'world', ids: goldens.map(({ id }) => id), goldens } }
}
