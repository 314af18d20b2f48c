import type { HypothesisDeclaration } from '../../../src/verdicts/hypothesis/declaration.ts'
import { combineFindings } from '../../../src/verdicts/hypothesis/combine.ts'
import type { Finding } from '../../../src/verdicts/hypothesis/finding.ts'
import type {
  GroupedSample,
  PairedSample,
  RelationSample,
  SeriesSample,
} from '../../../src/verdicts/hypothesis/sample.ts'
import { printable } from '../../../src/text/printable.ts'
import type { Shortfall } from '../../../src/verdicts/shortfall.ts'

/** What a matcher of outcomes judges. */
export type Sample = PairedSample | RelationSample | GroupedSample | SeriesSample

/** One run of a hypothesis: what its body has found so far. */
export class HypothesisRun {
  readonly id: string
  readonly declaration: HypothesisDeclaration
  /** Goldens whose replies lack the metric that was judged. */
  readonly unmeasured = new Set<string>()
  /** What each reply lacks that was asked for; null: nothing. */
  readonly shortfalls: (Shortfall | null)[] = []
  /** Whether a matcher failed because the hypothesis must hold and did not. */
  failedToHold = false
  readonly #findings: Finding[] = []
  #awaited = 0

  constructor(id: string, declaration: HypothesisDeclaration) {
    this.id = id
    this.declaration = declaration
  }

  /** Takes a sample and makes it this hypothesis's own: what is found in it is found about this hypothesis. */
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

  note(finding: Finding, sample: Sample): void {
    this.#findings.push(finding)
    for (const id of sample.unmeasured) this.unmeasured.add(id)
  }

  /** All that was found, as one finding. Throws where the body judged nothing, or did not wait for all that it asked. */
  conclude(): Finding {
    if (this.#awaited > 0)
      throw new Error(
        `aios: the body of hypothesis ${printable(this.id)} ended before a sample that it takes was there. Is an await missing?`,
      )
    if (this.#findings.length === 0)
      throw new Error(
        `aios: hypothesis ${printable(this.id)} judged nothing. End its body with what it claims, for example: expect(await paired({ source: ['embedder', 'main_model'] }).latency()).toBeFasterBy(2)`,
      )
    return combineFindings(this.#findings)
  }
}

const owners = new WeakMap<object, HypothesisRun>()

/** The hypothesis that a sample was taken for; undefined: it is nobody's. */
export function hypothesisRunOf(sample: object): HypothesisRun | undefined {
  return owners.get(sample)
}
