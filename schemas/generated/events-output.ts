// Generated from schemas/events-output.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios events --count --json`, `aios events merge --json` and `aios events forget --json` print. `kind` names the command. `aios events --json` prints events, each on a line: see provenance.schema.json.
 */
export type EventsOutput = EventCountOutput | MergeOutput | ForgetOutput

/**
 * The number of events by value, the most frequent first; with `--count BY` by that fact alone.
 */
export interface EventCountOutput {
  schema_version: '1.0'
  kind: 'count'
  total: number
  type?: {
    [k: string]: number
  }
  source?: {
    [k: string]: number
  }
  bucket?: {
    [k: string]: number
  }
  model?: {
    [k: string]: number
  }
  verdict?: {
    [k: string]: number
  }
  judge?: {
    [k: string]: number
  }
  trait?: {
    [k: string]: number
  }
  set?: {
    [k: string]: number
  }
}
/**
 * What a merge did.
 */
export interface MergeOutput {
  schema_version: '1.0'
  kind: 'merge'
  /**
   * The merged file.
   */
  path: string
  /**
   * Files that were read.
   */
  files: string[]
  /**
   * Events that were read.
   */
  read: number
  /**
   * Events that were left out because they were there already.
   */
  duplicates: number
  written: number
  /**
   * Lines that are not events, which are left out.
   */
  broken: number
  /**
   * Files that could not be read to their end; the events before the damage are merged.
   */
  unreadable: {
    path: string
    reason: string
  }[]
}
/**
 * What was found of a conversation, and removed.
 */
export interface ForgetOutput {
  schema_version: '1.0'
  kind: 'forget'
  dry_run: boolean
  /**
   * Path of the receipt; null: nothing was removed.
   */
  receipt: string | null
  /**
   * Events in the log.
   */
  events: number
  files: {
    file: string
    removed: number
  }[]
  /**
   * Goldens that ask a removed question. They stay.
   */
  goldens: SameGolden[]
  /**
   * Other files in the folder of the log that name the conversation. They stay.
   */
  left: string[]
}
/**
 * A golden that asks a removed question.
 */
export interface SameGolden {
  file: string
  id: string
}
