import type { Mutant } from './instrument.ts'

/** A test, with the facts that are needed to run it again. */
export interface RecordedTest {
  name: string
  file: string
  run: () => unknown
  ms: number
  /** How many switches it passed. */
  steps: number
  /** Per first mutant of a switch: whether the test passed it. */
  reached: Uint8Array
}

interface MutatedFile {
  file: string
  first: number
  mutants: Mutant[]
}

const NONE = -1
const MOST_MUTANTS = 50_000

/**
 * The switch that instrumented sources use. It counts steps: a mutant that takes far more steps than its test does without it
 * is in an endless loop, and ends with an error.
 */
class Switch {
  files: MutatedFile[] = []
  tests: RecordedTest[] = []
  reached: Uint8Array = new Uint8Array(MOST_MUTANTS)
  steps = 0
  #active = NONE
  #limit = Infinity
  #again: (() => void)[] = []
  #empty: (() => void)[] = []

  file(file: string, list: string): number {
    const known = this.files.find((each) => each.file === file)
    if (known !== undefined) return known.first
    const before = this.files.at(-1)
    const first = before === undefined ? 0 : before.first + before.mutants.length
    this.files.push({ file, first, mutants: JSON.parse(list) as MutatedFile['mutants'] })
    return first
  }

  at(first: number, count: number): boolean {
    this.reached[first] = 1
    if (++this.steps > this.#limit) throw new Error('the mutant does not end')
    return this.#active >= first && this.#active < first + count
  }

  is(mutant: number): boolean {
    return this.#active === mutant
  }

  /** Adds a way to compute a constant of a module again. */
  again(compute: () => void): void {
    this.#again.push(compute)
  }

  /** Adds a way to empty a cache of a module. */
  empty(cache: () => void): void {
    this.#empty.push(cache)
  }

  /** Starts a test: nothing reached, no steps. */
  start(): void {
    this.reached = new Uint8Array(MOST_MUTANTS)
    this.steps = 0
  }

  /** Whether the test kills the mutant; without a mutant: whether the test fails when repeated. */
  async fails(test: RecordedTest, mutant: (Mutant & { id: number }) | undefined): Promise<boolean> {
    this.start()
    this.#limit = 4 * test.steps + 50_000
    this.#active = mutant?.id ?? NONE
    try {
      this.#renew(mutant)
      await test.run()
      return false
    } catch {
      return true
    } finally {
      this.#active = NONE
      this.#limit = Infinity
      this.#renew(mutant)
    }
  }

  #renew(mutant: Mutant | undefined): void {
    for (const cache of this.#empty) cache()
    if (mutant?.atImport === true) for (const compute of this.#again) compute()
  }
}

declare global {
  var $mutation: Switch
}

globalThis.$mutation ??= new Switch()
