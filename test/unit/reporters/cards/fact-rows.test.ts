import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factRows } from '../../../../reporters/cards/fact-rows.ts'
import type { Row } from '../../../../reporters/cards/row.ts'
import { SMALL, textWidth } from '../../../../reporters/cards/text-width.ts'
import { parseSvg } from '../../../support/svg.ts'

function drawn(rows: readonly Row[]): { text: string; left: number; right: number; y: number }[] {
  let top = 0
  const svg = rows.map((row) => {
    const part = row.draw(top)
    top += row.height
    return part
  })
  return parseSvg(`<svg>${svg.join('')}</svg>`)
    .filter(({ name }) => name === 'text')
    .map(({ text, attributes: { x, y } }) => ({
      text,
      left: Number(x),
      right: Number(x) + textWidth(text, SMALL),
      y: Number(y),
    }))
}

it.each(['broke', 'method', 'without metric'])('writes the text beside the short name %s', (name) => {
  const [first, second] = drawn(factRows(name, 'capital, river'))
  expect([first?.text, second?.text]).toEqual([name, 'capital, river'])
  expect(second?.y).toBe(first?.y)
})

it('writes the text below a name that is too wide', () => {
  const [first, second] = drawn(factRows('asked by a model that is no longer loaded', 'capital, river'))
  expect([first?.text, second?.text]).toEqual(['asked by a model that is no longer loaded', 'capital, river'])
  expect(second?.y).toBeGreaterThanOrEqual((first?.y ?? NaN) + SMALL.line)
})

it('draws no text over another, whatever the width of the name', () => {
  const words = fc.array(fc.stringMatching(/^[a-zA-Z]{1,14}$/), {
    minLength: 1,
    maxLength: 25,
  })
  fc.assert(
    fc.property(words, words, (name, text) => {
      const texts = drawn(factRows(name.join(' '), text.join(' ')))
      const overlapping = texts.flatMap((one, index) =>
        texts
          .slice(index + 1)
          .filter((other) => Math.abs(one.y - other.y) < SMALL.line && one.left < other.right && other.left < one.right)
          .map((other) => [one.text, other.text]),
      )
      expect(overlapping).toEqual([])
    }),
  )
})
