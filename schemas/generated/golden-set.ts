// Generated from schemas/golden-set.schema.json by `npm run generate`. Do not edit.

/**
 * A golden set: questions with their traits and, optionally, the expected answers.
 */
export type GoldenSet =
  | Goldens
  | {
      $schema?: string
      goldens: Goldens
    }
/**
 * @minItems 1
 */
export type Goldens = [Golden, ...Golden[]]

/**
 * A question with its trait and the expectation of its reply. It passes or fails as one test.
 */
export interface Golden {
  /**
   * Unique in its set. Baseline and cassettes identify the golden by it.
   */
  id: string
  /**
   * The user's last message.
   */
  question: string
  /**
   * The topic or skill that the question tests, such as 'arithmetic'.
   */
  trait: string
  /**
   * The messages before the question, for conversations of several turns.
   *
   * @minItems 1
   */
  messages?: [Message, ...Message[]]
  expect?: Expectation
  /**
   * The source that must answer; a reply of the other one fails the golden.
   */
  expected_source?: 'main_model' | 'embedder'
  /**
   * A note of the runbook's system. It is not judged.
   */
  expected_tier?: string
  /**
   * A note for people.
   */
  description?: string
  tags?: string[]
  /**
   * How often to ask this golden; default: the run's AIOS_REPEATS.
   */
  repeats?: number
}
export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}
/**
 * All given conditions must be met. Texts are compared word by word, without regard to case, accents, punctuation and runs of white space.
 */
export interface Expectation {
  /**
   * Each of these must occur.
   *
   * @minItems 1
   */
  contains?:
    | string
    | [
        (
          | string
          | {
              text: string
              inflected?: boolean
            }
        ),
        ...(
          | string
          | {
              text: string
              inflected?: boolean
            }
        )[]
      ]
    | {
        text: string
        /**
         * Whether regular English forms of the words count too: African for Africa. Default false.
         */
        inflected?: boolean
      }
  /**
   * At least one of these must occur.
   *
   * @minItems 1
   */
  anyOf?: [
    (
      | string
      | {
          text: string
          inflected?: boolean
        }
    ),
    ...(
      | string
      | {
          text: string
          inflected?: boolean
        }
    )[]
  ]
  /**
   * The reply must be this, after normalising.
   */
  equals?: string
  /**
   * A JavaScript regular expression, or several, each with optional flags, that must match somewhere in the reply as it is, or in its first 100,000 characters.
   *
   * @minItems 1
   */
  matches?:
    | string
    | [
        (
          | string
          | {
              pattern: string
              flags?: string
            }
        ),
        ...(
          | string
          | {
              pattern: string
              flags?: string
            }
        )[]
      ]
    | {
        pattern: string
        /**
         * Default i; u is implied without v.
         */
        flags?: string
      }
  /**
   * The number that the reply gives as its answer must be this one: the number that is marked as the answer, else the last one that the question does not name.
   */
  number?: {
    value: number
    /**
     * Absolute; default 0.
     */
    tolerance?: number
    /**
     * The number is the first one after the last occurrence of this text, such as ####.
     */
    after?: string
  }
  /**
   * The reply (or its one fenced block of JSON) must be valid against this JSON Schema (2020-12, or the draft that $schema names); true: any JSON.
   */
  json?: {} | boolean
  /**
   * Characters, after trimming.
   */
  minLength?: number
  /**
   * Characters, after trimming.
   */
  maxLength?: number
  /**
   * None of these may occur.
   *
   * @minItems 1
   */
  excludes?:
    | string
    | [
        (
          | string
          | {
              text: string
              inflected?: boolean
            }
        ),
        ...(
          | string
          | {
              text: string
              inflected?: boolean
            }
        )[]
      ]
    | {
        text: string
        /**
         * Whether regular English forms of the words count too: African for Africa. Default false.
         */
        inflected?: boolean
      }
}
