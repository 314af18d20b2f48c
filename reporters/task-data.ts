import type { CassetteEntry } from '../schemas/generated/cassette.ts'
import type { RoutingAdaptationEvent } from '../schemas/generated/provenance.ts'
import type { HypothesisNote } from '../src/provenance/hypothesis/hypothesis-note.ts'
import type { SetVerdicts } from '../src/verdicts/set-verdicts.ts'

/** What the JSON reporter writes of a reply, as meta of its test. */
export interface ReplyNote {
  question: string
  reply: string
  /** The source, then the parts of the weight. */
  route: string[]
  model: string
  timings: string
  verdict: string
}

/** The verdicts on a golden set, attached to its suite. */
export interface SetNote extends SetVerdicts {
  set: string
  file: string
  ids: string[]
  /** Names of the two configurations that the suite compares, the candidate last. */
  configurations?: [baseline: string, candidate: string]
  /** With `repeats: 'auto'`: the number of repeats before each look at the verdict, and the index of the last look. */
  looks?: { after: readonly number[]; taken: number }
}

/** A reply or a judgement that a worker sends to the main process. */
export interface SentEvent {
  /** The event as a line of the log. */
  line: string
  /** The message id of a reply, which is written once; null: a judgement. */
  message: string | null
  /** Id of the test that asked. */
  test: string
  /** Whether a hypothesis asked. */
  ofHypothesis: boolean
}

declare const repliesArtifact: unique symbol
declare const recordingArtifact: unique symbol
declare const adaptationArtifact: unique symbol
declare const planArtifact: unique symbol
declare const hypothesisArtifact: unique symbol

declare module 'vitest' {
  interface TaskMeta {
    /** The replies of a test, where the JSON reporter is active. */
    aios?: ReplyNote[]
    /** The verdicts on a golden set, on its suite. */
    aiosSet?: SetNote
    /** The claim and the finding of a hypothesis, on its test. */
    aiosHypothesis?: HypothesisNote
  }
  interface TestArtifactRegistry {
    /**
     * A batch of replies and later judgements of a test file; all batches of a file are attached to one of its tests. The
     * events are lines of the log: they are encoded once, in the worker.
     */
    [repliesArtifact]: { type: 'aios:replies'; replies: SentEvent[] }
    /** The router's boundary moved because of what this worker observed. */
    [adaptationArtifact]: { type: 'aios:adaptation'; event: RoutingAdaptationEvent }
    /** How many questions a hypothesis is about to ask. */
    [planArtifact]: { type: 'aios:plan'; questions: number }
    /** A hypothesis, in place of its meta, which the Vitest UI would print; the last one counts. */
    [hypothesisArtifact]: { type: 'aios:hypothesis'; note: HypothesisNote }
    [recordingArtifact]: { type: 'aios:recording'; entries: CassetteEntry[] }
  }
}
