import { describe, expect, test } from 'vitest'
import { goldenInAddress, hrefTo, hrefToTab, hrefWith, parseAddress } from '../../../src/dashboard/page/address.ts'

describe('the address of the page', () => {
  test('keeps the time window when the view changes, and drops other filters', () => {
    const address = parseAddress('#/events?since=24h&verdict=fail&text=a%3Fb')
    expect(hrefTo('routing', {}, address)).toBe('#/routing?since=24h')
    expect(hrefTo('events', { set: 'a b' }, address)).toBe('#/events?since=24h&set=a+b')
  })

  test('keeps time window and runs from tab to tab', () => {
    const address = parseAddress('#/overview?until=2026-11-02&run=a&run=b&show=improved')
    expect(hrefToTab('routing', address)).toBe('#/routing?until=2026-11-02&run=a&run=b')
    expect(hrefToTab('settings', parseAddress('#/events?set=a'))).toBe('#/settings')
  })

  test('takes no part of the time window where a link has its own', () => {
    const address = parseAddress('#/overview?since=24h&until=2026-11-02')
    expect(hrefTo('events', { run: 'a', since: 'all' }, address)).toBe('#/events?run=a&since=all')
  })

  test('changes, repeats and removes parameters of the same view', () => {
    const address = parseAddress('#/events?verdict=fail&sort=time')
    expect(hrefWith(address, { verdict: ['pass', 'fail'] })).toBe('#/events?sort=time&verdict=pass&verdict=fail')
    expect(hrefWith(address, { verdict: null, sort: null })).toBe('#/events')
  })

  test.each(['', '#', '#/', '#/?since=24h'])('shows the overview for %j', (hash) => {
    expect(parseAddress(hash).view).toBe('overview')
  })

  test.each(['#/no-such-view', '#/__proto__', '#/overviews'])('says of %j that there is no such page', (hash) => {
    expect(parseAddress(hash).view).toBe('unknown')
  })
})

test('goldens whose set or id has a slash differ in the address', () => {
  expect(goldenInAddress({ set: 'capitals', id: 'paris' })).toBe('capitals/paris')
  const keys = [
    { set: 'a/b', id: 'c' },
    { set: 'a', id: 'b/c' },
    { set: 'a%2Fb', id: 'c' },
  ].map(goldenInAddress)
  expect(new Set(keys).size).toBe(3)
})
