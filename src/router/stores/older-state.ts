import { utcTime } from '../../utc-time.ts'
import type { Bucket } from '../bucket.ts'
import { freshState, type RouterState } from '../state.ts'

/** Maximum drift of the older router. */
const MAX_DRIFT = 0.08

const BUCKETS: readonly Bucket[] = ['control', 'treatment']

/** Versions of the older router; its oldest files have no version. */
const OLDER = new Set<unknown>([undefined, '0.9', '1.0'])

/** Whether data is the state of an older router: `{ buckets: { control: { sample_count }, treatment } }`. */
export function isOlderState(data: unknown): data is Tree {
  return isTree(data) && OLDER.has(data['schema_version']) && (isTree(data['buckets']) || boundaryOf(data) !== null)
}

/**
 * Converts an older state: sample counts of the buckets, the boundary (at most 0.08 from 0.5), the buckets of
 * conversations, and the time. Other values were measured differently and start at 0. Missing and invalid values are left
 * out.
 */
export function fromOlderState(data: Tree, now: string): RouterState {
  const state = freshState(utcTime(data['timestamp']) ?? now)
  state.boundary = Math.min(0.5 + MAX_DRIFT, Math.max(0.5 - MAX_DRIFT, boundaryOf(data) ?? 0.5))
  for (const bucket of BUCKETS) {
    const count = at(data, 'buckets', bucket, 'sample_count')
    if (typeof count === 'number' && Number.isFinite(count) && count >= 0) state.buckets[bucket].sample_count = count
  }
  const kept = conversationBuckets(data['conversation_buckets'])
  return Object.keys(kept).length === 0 ? state : { ...state, conversation_buckets: kept }
}

function conversationBuckets(data: unknown): Record<string, Bucket> {
  if (!isTree(data)) return {}
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, Bucket] => BUCKETS.some((bucket) => bucket === entry[1])),
  )
}

type Tree = Record<string, unknown>

/** A treatment bucket contains its boundary, or the offset of the boundary from 0.5. */
function boundaryOf(data: Tree): number | null {
  const offset = at(data, 'buckets', 'treatment', 'boundary_offset')
  const places = [
    at(data, 'boundary'),
    at(data, 'current_boundary'),
    at(data, 'buckets', 'treatment', 'boundary'),
    at(data, 'buckets', 'treatment', 'current_boundary'),
    typeof offset === 'number' ? Math.min(1, Math.max(0, Math.round(1e9 * (0.5 + offset)) / 1e9)) : null,
  ]
  return places.find((value): value is number => typeof value === 'number' && value >= 0 && value <= 1) ?? null
}

function at(data: Tree, ...keys: string[]): unknown {
  return keys.reduce<unknown>((value, key) => (isTree(value) && Object.hasOwn(value, key) ? value[key] : null), data)
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
