import 'vitest'
import type { CassetteEntry } from '../schemas/generated/cassette.ts'
import type {
  JudgementEvent,
  ResponseEvent,
  RoutingAdaptationEvent,
  UnmeasuredEvent,
} from '../schemas/generated/provenance.ts'
import type { HypothesisNote } from '../src/provenance/hypothesis/hypothesis-note.ts'
import type { SetVerdicts } from '../src/verdicts/set-verdicts.ts'

/** What the Vitest UI shows of a reply under "Test Meta". */
export interface ReplyNote {
  question: string
  reply: string
  /** Where it went, then what speaks for and against the large model. */
  route: string[]
  model: string
  timings: string
  verdict: string
}

/** The verdicts on a golden set, as the suite of the set carries them. */
export interface SetNote extends SetVerdicts {
  set: string
  file: string
  ids: string[]
  /** Names of the two configurations that the suite compares, the candidate last. */
  configurations?: [baseline: string, candidate: string]
  /** With `repeats: 'auto'`: after how many repeats the verdict was to be looked at, and which look was the last, from 0. */
  looks?: { after: readonly number[]; taken: number }
}

declare const repliesArtifact: unique symbol
declare const recordingArtifact: unique symbol
declare const adaptationArtifact: unique symbol
declare const planArtifact: unique symbol

declare module 'vitest' {
  interface TaskMeta {
    /** What the UI shows of the replies of a test. */
    aios?: ReplyNote[]
    /** The verdicts on a golden set, on its suite. */
    aiosSet?: SetNote
    /** What a hypothesis claims and what was found, on its test. */
    aiosHypothesis?: HypothesisNote
  }
  interface TestArtifactRegistry {
    /** Replies of its test file and the judgements that came after them, several at a time; all of a file are with one of its tests. */
    [repliesArtifact]: { type: 'aios:replies'; events: (ResponseEvent | UnmeasuredEvent | JudgementEvent)[] }
    /** The router's boundary moved because of what this worker observed. */
    [adaptationArtifact]: { type: 'aios:adaptation'; event: RoutingAdaptationEvent }
    /** How many questions a hypothesis is about to ask. */
    [planArtifact]: { type: 'aios:plan'; questions: number }
    [recordingArtifact]: { type: 'aios:recording'; entries: CassetteEntry[] }
  }
}
