import type { HypothesisDeclaration } from '../../../src/verdicts/hypothesis/declaration.ts'
import { combineFindings } from '../../../src/verdicts/hypothesis/combine.ts'
import type { Finding } from '../../../src/verdicts/hypothesis/finding.ts'
import type {
  GroupedSample,
  PairedSample,
  RelationSample,
  SeriesSample,
} from '../../../src/verdicts/hypothesis/samples/sample.ts'
import { printable } from '../../../src/text/printable.ts'
import type { Shortfall } from '../../../src/verdicts/shortfall.ts'

/** A sample that an outcome matcher can judge. */
export type Sample = PairedSample | RelationSample | GroupedSample | SeriesSample

/** One run of a hypothesis, with the findings of its body so far. */
export class HypothesisRun {
  readonly id: string
  readonly declaration: HypothesisDeclaration
  /** Goldens whose replies lack the metric that was judged. */
  readonly unmeasured = new Set<string>()
  /** The shortfall of each reply; null: it is complete. */
  readonly shortfalls: (Shortfall | null)[] = []
  /** Whether a matcher failed because a hypothesis with `must: 'hold'` was not supported. */
  failedToHold = false
  readonly #findings: Finding[] = []
  #awaited = 0

  constructor(id: string, declaration: HypothesisDeclaration) {
    this.id = id
    this.declaration = declaration
  }

  /** Gathers a sample for this hypothesis: findings in it are findings about this hypothesis. */
  async take<S extends Sample>(gather: () => Promise<S>): Promise<S> {
    this.#awaited += 1
    try {
      const sample = await gather()
      owners.set(sample, this)
      return sample
    } finally {
      this.#awaited -= 1
    }
  }

  recordFinding(finding: Finding, sample: Sample): void {
    this.#findings.push(finding)
    for (const id of sample.unmeasured) this.unmeasured.add(id)
  }

  /** All findings combined. Throws where the body judged nothing, or did not await a sample. */
  conclude(): Finding {
    if (this.#awaited > 0)
      throw new Error(
        `aios: the body of hypothesis ${printable(this.id)} ended before its sample was complete. Is an await missing?`,
      )
    if (this.#findings.length === 0)
      throw new Error(
        `aios: hypothesis ${printable(this.id)} judged nothing. End its body with a matcher, for example: expect(await paired({ source: ['embedder', 'main_model'] }).latency()).toBeFasterBy(2)`,
      )
    return combineFindings(this.#findings)
  }
}

const owners = new WeakMap<object, HypothesisRun>()

/** The hypothesis that a sample was taken for; undefined: it belongs to none. */
export function hypothesisRunOf(sample: object): HypothesisRun | undefined {
  return owners.get(sample)
}
