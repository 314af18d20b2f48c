import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answerNumber } from '../../../../src/goldens/numbers/answer.ts'
import { parseGoldenSet } from '../../../../src/goldens/sets/golden-set.ts'
import { KNOWN_KEYS } from '../../../../src/goldens/sets/wording.ts'

describe('the page about golden sets', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/golden-sets.md'), 'utf8')
  const blocks = Array.from(page.matchAll(/```json\n(.*?)```/gs), ([, body = '']) => JSON.parse(body) as object)
  const isSet = (block: object) => Array.isArray(block) || 'goldens' in block

  test('shows sets that can be read', () => {
    const sets = blocks.filter(isSet).map((set) => parseGoldenSet(JSON.stringify(set), 'page'))
    expect(sets.map((goldens) => goldens.length)).toEqual([2, 1])
  })

  test('shows every expectation, each as it is accepted', () => {
    const expectations = blocks.filter((block) => !isSet(block))
    const set = expectations.map((expect, index) => ({ id: `${index}`, question: 'Why?', trait: 'x', expect }))
    expect(parseGoldenSet(JSON.stringify(set), 'page')).toHaveLength(expectations.length)
    expect(new Set(expectations.flatMap((each) => Object.keys(each)))).toEqual(new Set(KNOWN_KEYS.expect))
  })

  test('shows numbers as they are read', () => {
    const rows = Array.from(page.matchAll(/^\| `([^`]+)` +\| (-?[\d.]+|none) +\|$/gm), ([, reply = '', number]) => ({
      reply,
      number: number === 'none' ? null : Number(number),
    }))
    expect(rows.length).toBeGreaterThanOrEqual(15)
    expect(rows.map(({ reply }) => ({ reply, number: answerNumber(reply) }))).toEqual(rows)
  })
})
