import { describe, expect, test } from 'vitest'
import { hrefTo, parseAddress } from '../../../src/dashboard/page/address.ts'
import { countedBy } from '../../../src/dashboard/page/filter.ts'

function filterOf(hash: string) {
  const address = parseAddress(hash)
  return [...parseAddress(hrefTo('events', countedBy(address, 'fail'), address)).query]
}

describe('the link of a number of replies', () => {
  test('keeps the time, the run and each other filter of its page', () => {
    expect(filterOf('#/overview?run=r1&run=r2&set=a+b&text=paris&until=2026-11-02&show=improved')).toEqual([
      ['until', '2026-11-02'],
      ['hypothesis', ''],
      ['configuration', ''],
      ['text', 'paris'],
      ['set', 'a b'],
      ['run', 'r1'],
      ['run', 'r2'],
      ['type', 'response'],
      ['verdict', 'fail'],
    ])
  })

  test('opens replies to the hypothesis that the page is about, of the verdict that was counted', () => {
    const query = filterOf('#/overview?hypothesis=h1&verdict=pass&verdict=fail&type=response&type=judgement')
    expect(query).toEqual([
      ['hypothesis', 'h1'],
      ['configuration', ''],
      ['verdict', 'fail'],
      ['type', 'response'],
    ])
  })
})
