import type { Golden, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { bucketOf } from '../../router/bucket.ts'
import { sourceOf } from '../../router/by-boundary.ts'

/** What a short event leaves out. DuckDB has the same defaults: see `add-replies.ts`. */
export const DEFAULTS = {
  repeat: 0,
  retry: 0,
  boundary: 0.5,
  propensity: 1,
  finish: 'stop',
  tries: 1,
  origin: 'measured',
} as const

/** The conversation of a golden. */
export function conversationOf({ set, id }: Golden): string {
  return `golden:${set}:${id}`
}

/** The bucket of a conversation, if both have the same share. */
export function usualBucket(conversation: string): ResponseEvent['route']['bucket'] {
  return bucketOf(conversation, 0.5)
}

/** The source that the boundary alone decides. */
export function usualSource({ weight, boundary }: Pick<ResponseEvent['route'], 'weight' | 'boundary'>) {
  return sourceOf(weight > boundary)
}

/** The judge of a reply; undefined: it has no verdict. */
export function usualJudge(verdict: ResponseEvent['verdict']): string | undefined {
  return verdict === 'unjudged' ? undefined : 'toAnswer'
}
