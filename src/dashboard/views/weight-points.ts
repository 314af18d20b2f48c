import type { WeightPoints } from '../../../schemas/generated/dashboard.ts'
import type { WeightPoint } from '../../provenance/query/log-query.ts'

/** Points column by column. Pure. */
export function weightPoints(points: readonly WeightPoint[]): WeightPoints {
  const words = new Map<string | null, number>()
  const place = (word: string | null) => {
    const known = words.get(word)
    if (known !== undefined) return known
    words.set(word, words.size)
    return words.size - 1
  }
  return {
    time: points.map(({ time }) => time),
    weight: points.map(({ weight }) => weight),
    boundary: points.map(({ boundary }) => boundary),
    message: points.map(({ message }) => message),
    source: points.map(({ source }) => place(source)),
    bucket: points.map(({ bucket }) => place(bucket)),
    verdict: points.map(({ verdict }) => place(verdict)),
    words: [...words.keys()],
  }
}
