// Generated from schemas/baseline.schema.json by `npm run generate`. Do not edit.

/**
 * The replies and verdicts of the golden sets when the baseline was recorded (goldens/baseline.json). Only `vitest run goldens -u` writes it. Version 2.1 has the facts that most goldens of a set share once, in "defaults".
 */
export type BaselineFile = CompactBaseline | Baseline

/**
 * A baseline as it is written.
 */
export interface CompactBaseline {
  $schema?: string
  schema_version: '2.1'
  /**
   * Version of vitest-aios that wrote the file.
   */
  version: string
  /**
   * By name of the golden set.
   */
  sets: {
    [k: string]: CompactSet
  }
  /**
   * What the runbook's file says of the run, and its tests that were not answered. Written by `aios baseline migrate`; the next recording drops it.
   */
  original?: {}
}
export interface CompactSet {
  defaults?: SharedFacts
  /**
   * By id of the golden.
   */
  goldens: {
    [k: string]: CompactGolden
  }
}
/**
 * The facts of the goldens that do not have their own.
 */
export interface SharedFacts {
  source?: 'main_model' | 'embedder'
  /**
   * Id of the model that was asked.
   */
  model?: string
  origin?: 'measured' | 'replayed'
  recorded_at?: string
  git_commit?: string | null
}
export interface CompactGolden {
  /**
   * Hash of messages and expectation, as in the provenance event.
   */
  fingerprint: string
  source?: 'main_model' | 'embedder'
  /**
   * Id of the model that was asked.
   */
  model?: string
  origin?: 'measured' | 'replayed'
  recorded_at?: string
  git_commit?: string | null
  /**
   * Per repeat: whether the reply met the expectation.
   *
   * @minItems 1
   */
  passes: [boolean, ...boolean[]]
  /**
   * Per repeat.
   *
   * @minItems 1
   */
  latency_ms: [number, ...number[]]
  /**
   * Per repeat.
   */
  first_token_ms: (number | null)[]
  /**
   * Per repeat.
   */
  completion_tokens: (number | null)[]
  /**
   * The first repeat's reply, for a reviewer to read; at most 2,000 characters.
   */
  reply: string
  /**
   * Per repeat: share of the prompt's tokens that the server took from its cache, 0 to 1; null: not known. Left out if no share is known, as in older baselines.
   */
  cached_share?: (number | null)[]
  /**
   * Per repeat: first 12 hex digits of the SHA-256 of the reply, by which copies are found. Older baselines do not have it.
   */
  digests?: string[]
  /**
   * As the runbook's system recorded it, unchanged. Written by `aios baseline migrate`.
   */
  original?: {}
}
/**
 * A baseline as readers get it, and as version 2.0 was written.
 */
export interface Baseline {
  $schema?: string
  schema_version: '2.0'
  /**
   * Version of vitest-aios that wrote the file.
   */
  version: string
  /**
   * By name of the golden set.
   */
  sets: {
    [k: string]: BaselineSet
  }
  /**
   * What the runbook's file says of the run, and its tests that were not answered. Written by `aios baseline migrate`; the next recording drops it.
   */
  original?: {}
}
export interface BaselineSet {
  /**
   * By id of the golden.
   */
  goldens: {
    [k: string]: BaselineGolden
  }
}
export interface BaselineGolden {
  /**
   * Hash of messages and expectation, as in the provenance event.
   */
  fingerprint: string
  source: 'main_model' | 'embedder'
  /**
   * Id of the model that was asked.
   */
  model: string
  origin: 'measured' | 'replayed'
  recorded_at: string
  git_commit: string | null
  /**
   * Per repeat: whether the reply met the expectation.
   *
   * @minItems 1
   */
  passes: [boolean, ...boolean[]]
  /**
   * Per repeat.
   *
   * @minItems 1
   */
  latency_ms: [number, ...number[]]
  /**
   * Per repeat.
   */
  first_token_ms: (number | null)[]
  /**
   * Per repeat.
   */
  completion_tokens: (number | null)[]
  /**
   * The first repeat's reply, for a reviewer to read; at most 2,000 characters.
   */
  reply: string
  /**
   * Per repeat: share of the prompt's tokens that the server took from its cache, 0 to 1; null: not known. Left out if no share is known, as in older baselines.
   */
  cached_share?: (number | null)[]
  /**
   * Per repeat: first 12 hex digits of the SHA-256 of the reply, by which copies are found. Older baselines do not have it.
   */
  digests?: string[]
  /**
   * As the runbook's system recorded it, unchanged. Written by `aios baseline migrate`.
   */
  original?: {}
}
