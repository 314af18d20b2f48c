import { hash } from 'node:crypto'
import type { EventFacts } from '../event-facts.ts'
import { compared } from './cursor.ts'

/** The facts of a reply with a weight, as the scatter chart shows it. */
export const WEIGHT_FACTS = ['time', 'weight', 'source', 'bucket', 'verdict', 'message', 'boundary'] as const

/** A reply with a weight. */
export type WeightPoint = Pick<EventFacts, (typeof WEIGHT_FACTS)[number]> & { weight: number }

/** Replies with a weight column by column, which is made several times faster than an object for each. */
export type WeightColumns = { [Fact in keyof WeightPoint]: WeightPoint[Fact][] }

/** Replies with a weight, all or a random sample. */
export interface WeightSample {
  /** In order of time, those of the same time in that of their messages. */
  points: WeightColumns
  /** The number of replies with a weight, in the sample or not. */
  total: number
}

/** Columns in the order of `WeightSample`. Pure. */
export function sortedPoints(points: WeightColumns): WeightColumns {
  const { time, message } = points
  const order = time
    .map((_, place) => place)
    .sort((a, b) => (time[a] ?? 0) - (time[b] ?? 0) || compared(message[a] ?? null, message[b] ?? null, false))
  const sorted = <T>(column: readonly T[]) => order.map((place) => column[place] as T)
  return {
    time: sorted(points.time),
    weight: sorted(points.weight),
    source: sorted(points.source),
    bucket: sorted(points.bucket),
    verdict: sorted(points.verdict),
    message: sorted(points.message),
    boundary: sorted(points.boundary),
  }
}

/** Keeps a random sample of replies, by the hash of their messages: the same ones each time. */
export class WeightSampler {
  readonly #most: number
  #kept: { hash: string; point: WeightPoint }[] = []
  #total = 0

  constructor(most: number) {
    this.#most = Math.max(0, most)
  }

  /** Adds a reply, if it has a weight. */
  add({ type, time, weight, source, bucket, verdict, message, boundary }: EventFacts): void {
    if (type !== 'response' || weight === null) return
    this.#total += 1
    const point = { time, weight, source, bucket, verdict, message, boundary }
    this.#kept.push({ hash: hash('md5', message ?? ''), point })
    if (this.#kept.length > 2 * this.#most + 1_000) this.#cut()
  }

  get weights(): WeightSample {
    this.#cut()
    const column = <Fact extends keyof WeightPoint>(fact: Fact) => this.#kept.map(({ point }) => point[fact])
    const points = {
      time: column('time'),
      weight: column('weight'),
      source: column('source'),
      bucket: column('bucket'),
      verdict: column('verdict'),
      message: column('message'),
      boundary: column('boundary'),
    }
    return { points: sortedPoints(points), total: this.#total }
  }

  #cut(): void {
    if (this.#kept.length <= this.#most) return
    this.#kept = this.#kept
      .sort((a, b) => compared(a.hash, b.hash, false) || compared(a.point.time, b.point.time, false))
      .slice(0, this.#most)
  }
}
