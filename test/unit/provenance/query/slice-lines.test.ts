import { expect, test } from 'vitest'
import { lineOf } from '../../../../src/provenance/event-line.ts'
import { repliesIn, splitLines } from '../../../../src/provenance/query/duckdb/slice-lines.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const { route } = sampleEvent()
const event = sampleEvent({ judged_by: 'toAnswer', route: { ...route, parts: { base: route.weight } } })
const [whole, compact] = [JSON.stringify(event), lineOf(event)]

function split(lines: readonly string[]) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  const others: string[] = []
  const { replies } = splitLines(bytes, ({ text }) => others.push(text))
  return { replies, others, left: [...repliesIn(bytes)].map(({ text }) => text) }
}

test('frequent replies of both forms are left to DuckDB', () => {
  const lines = [whole, compact, compact, whole]
  expect(split(lines)).toEqual({ replies: { whole: 2, compact: 2 }, others: [], left: lines })
})

test.for([
  [whole, compact],
  [compact, whole],
] as const)('a form with few replies in a slice is not searched for by DuckDB', ([rare, frequent]) => {
  const many = Array.from({ length: 20 }, () => frequent)
  const { replies, others, left } = split([...many.slice(1), rare, frequent])
  expect({ others, left }).toEqual({ others: [rare], left: many })
  expect(Object.values(replies).toSorted((a, b) => a - b)).toEqual([0, 20])
})
