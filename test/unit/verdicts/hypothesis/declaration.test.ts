import { describe, expect, test } from 'vitest'
import { canonicalDeclaration, declarationFaults } from '../../../../src/verdicts/hypothesis/declaration.ts'

test('a declaration may say as little as its claim, or all there is', () => {
  expect(declarationFaults('H1', { claim: 'it is faster' })).toStrictEqual([])
  const all = { claim: 'it is', alpha: 0.01, margin: 2, metric: 'latency', power: 0.9, must: 'hold' }
  expect(declarationFaults('H1', all)).toStrictEqual([])
  expect(declarationFaults('H1', { claim: 'it is', alpha: undefined, minimumEffect: 0.1 })).toStrictEqual([])
})

describe('a wrong declaration says what, where, and what mends it', () => {
  test.each([
    [{ claim: ' ' }, "hypothesis H3: claim must be a sentence that can turn out to be wrong; it is ' '"],
    [{}, 'hypothesis H3: claim must be a sentence that can turn out to be wrong; it is undefined'],
    [{ claim: 'c', alpha: 0 }, 'hypothesis H3: alpha must be above 0 and below 0.5, such as 0.05; it is 0'],
    [{ claim: 'c', alpha: 1 }, 'hypothesis H3: alpha must be above 0 and below 0.5, such as 0.05; it is 1'],
    [{ claim: 'c', alpha: 0.5 }, 'hypothesis H3: alpha must be above 0 and below 0.5, such as 0.05; it is 0.5'],
    [{ claim: 'c', alpha: Number.NaN }, 'hypothesis H3: alpha must be above 0 and below 0.5, such as 0.05; it is NaN'],
    [{ claim: 'c', alpha: '5 %' }, "hypothesis H3: alpha must be above 0 and below 0.5, such as 0.05; it is '5 %'"],
    [{ claim: 'c', margin: 0 }, 'hypothesis H3: margin must be a number above 0; it is 0'],
    [{ claim: 'c', margin: -0.1 }, 'hypothesis H3: margin must be a number above 0; it is -0.1'],
    [{ claim: 'c', margin: Infinity }, 'hypothesis H3: margin must be a number above 0; it is Infinity'],
    [
      { claim: 'c', minimumEffect: 0 },
      'hypothesis H3: minimumEffect must be a number above 0, because no measurement could refute an effect of any size; it is 0',
    ],
    [
      { claim: 'c', metric: 'speed' },
      "hypothesis H3: metric must be one of latency, firstToken, tokens, tokensPerSecond, quality, weight, routing; it is 'speed'",
    ],
    [{ claim: 'c', power: 1 }, 'hypothesis H3: power must be a chance from 0.5 to below 1, such as 0.8; it is 1'],
    [{ claim: 'c', must: true }, "hypothesis H3: must must be 'hold' or left out; it is true"],
    [
      { claim: 'c', marginn: 2 },
      'hypothesis H3: "marginn" is no part of a declaration; known are claim, alpha, margin, minimumEffect, metric, power, must',
    ],
    [
      { claim: 'c', toString: 2 },
      'hypothesis H3: "toString" is no part of a declaration; known are claim, alpha, margin, minimumEffect, metric, power, must',
    ],
    [
      { claim: 'c', margin: 2, minimumEffect: 0.1 },
      'hypothesis H3: margin and minimumEffect contradict each other: a claim has one limit; leave one of them out',
    ],
    [null, "hypothesis H3: its declaration must be an object such as { claim: '...' }; it is null"],
    [[], "hypothesis H3: its declaration must be an object such as { claim: '...' }; it is []"],
  ])('%o', (value, fault) => {
    expect(declarationFaults('H3', value)).toStrictEqual([fault])
  })

  test('an id is needed as well, and it is a text', () => {
    expect(declarationFaults(3, { claim: 'c' })).toStrictEqual(["a hypothesis needs an id, such as 'H3', not 3"])
    expect(declarationFaults(' ', { claim: 'c', margin: 0 })).toStrictEqual([
      "a hypothesis needs an id, such as 'H3', not ' '",
      'a hypothesis: margin must be a number above 0; it is 0',
    ])
  })
})

describe('the canonical form', () => {
  test('writes defaults out and sorts keys', () => {
    expect(canonicalDeclaration({ margin: 2, claim: 'c' })).toBe('{"alpha":0.05,"claim":"c","margin":2,"power":0.8}')
  })

  test('is the same for the same declaration, and another for another limit', () => {
    const first = canonicalDeclaration({ claim: 'c', margin: 2, alpha: 0.05 })
    expect(canonicalDeclaration({ alpha: 0.05, margin: 2, claim: 'c' })).toBe(first)
    expect(canonicalDeclaration({ claim: 'c', margin: 2.5 })).not.toBe(first)
  })
})
