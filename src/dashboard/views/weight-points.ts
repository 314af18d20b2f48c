import type { WeightPoints } from '../../../schemas/generated/dashboard.ts'
import type { WeightColumns } from '../../provenance/query/weight-sample.ts'

/** Points as the page gets them: each word once. Pure. */
export function weightPoints({ source, bucket, verdict, ...columns }: WeightColumns): WeightPoints {
  const words = new Map<string | null, number>()
  const place = (word: string | null) => {
    const known = words.get(word)
    if (known !== undefined) return known
    words.set(word, words.size)
    return words.size - 1
  }
  const [sources, buckets, verdicts] = [source.map(place), bucket.map(place), verdict.map(place)]
  return { ...columns, source: sources, bucket: buckets, verdict: verdicts, words: [...words.keys()] }
}
