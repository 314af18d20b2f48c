import { describe, expect, test } from 'vitest'
import { canonicalDeclaration, declarationProblems } from '../../../../src/verdicts/hypothesis/declaration.ts'

test('accepts a declaration with only a claim, and one with all options', () => {
  expect(declarationProblems('H1', { claim: 'it is faster' })).toStrictEqual([])
  const all = { claim: 'it is', alpha: 0.01, margin: 2, metric: 'latency', power: 0.9, must: 'hold' }
  expect(declarationProblems('H1', all)).toStrictEqual([])
  expect(declarationProblems('H1', { claim: 'it is', alpha: undefined, minimumEffect: 0.1 })).toStrictEqual([])
})

describe('names the option of an invalid declaration, with the expected and the received value', () => {
  test.each([
    [{ claim: ' ' }, 'hypothesis H3: "claim" must be a sentence that can be refuted, got " "'],
    [{}, 'hypothesis H3: "claim" must be a sentence that can be refuted, got undefined'],
    [{ claim: 'c', alpha: 0 }, 'hypothesis H3: "alpha" must be a number above 0 and below 0.5, got 0'],
    [{ claim: 'c', alpha: 1 }, 'hypothesis H3: "alpha" must be a number above 0 and below 0.5, got 1'],
    [{ claim: 'c', alpha: 0.5 }, 'hypothesis H3: "alpha" must be a number above 0 and below 0.5, got 0.5'],
    [{ claim: 'c', alpha: Number.NaN }, 'hypothesis H3: "alpha" must be a number above 0 and below 0.5, got NaN'],
    [{ claim: 'c', alpha: '5 %' }, 'hypothesis H3: "alpha" must be a number above 0 and below 0.5, got "5 %"'],
    [{ claim: 'c', margin: 0 }, 'hypothesis H3: "margin" must be a number above 0, got 0'],
    [{ claim: 'c', margin: -0.1 }, 'hypothesis H3: "margin" must be a number above 0, got -0.1'],
    [{ claim: 'c', margin: Infinity }, 'hypothesis H3: "margin" must be a number above 0, got Infinity'],
    [
      { claim: 'c', minimumEffect: 0 },
      'hypothesis H3: "minimumEffect" must be a number above 0, because no measurement could refute an effect of any size, got 0',
    ],
    [
      { claim: 'c', metric: 'speed' },
      'hypothesis H3: "metric" must be one of "latency", "firstToken", "tokens", "tokensPerSecond", "quality", "weight", "routing", got "speed"',
    ],
    [{ claim: 'c', power: 1 }, 'hypothesis H3: "power" must be a number from 0.5 to below 1, got 1'],
    [{ claim: 'c', must: true }, 'hypothesis H3: "must" must be "hold", got true'],
    [
      { claim: 'c', marginn: 2 },
      'hypothesis H3: unknown option "marginn"; did you mean "margin"? Options: claim, alpha, margin, minimumEffect, metric, power, must',
    ],
    [
      { claim: 'c', toString: 2 },
      'hypothesis H3: unknown option "toString". Options: claim, alpha, margin, minimumEffect, metric, power, must',
    ],
    [
      { claim: 'c', margin: 2, minimumEffect: 0.1 },
      'hypothesis H3: "margin" and "minimumEffect" exclude each other: a claim has one limit. Leave one of them out',
    ],
    [null, "hypothesis H3: the declaration must be an object such as { claim: '...' }, got null"],
    [[], "hypothesis H3: the declaration must be an object such as { claim: '...' }, got []"],
  ])('%o', (value, fault) => {
    expect(declarationProblems('H3', value)).toStrictEqual([fault])
  })

  test('requires a non-empty string as the id', () => {
    expect(declarationProblems(3, { claim: 'c' })).toStrictEqual([
      "the id of a hypothesis must be a non-empty string, such as 'H3', got 3",
    ])
    expect(declarationProblems(' ', { claim: 'c', margin: 0 })).toStrictEqual([
      `the id of a hypothesis must be a non-empty string, such as 'H3', got " "`,
      'a hypothesis: "margin" must be a number above 0, got 0',
    ])
  })
})

describe('the canonical form', () => {
  test('writes defaults out and sorts keys', () => {
    expect(canonicalDeclaration({ margin: 2, claim: 'c' })).toBe('{"alpha":0.05,"claim":"c","margin":2,"power":0.8}')
  })

  test('is equal for equal declarations, and differs for another limit', () => {
    const first = canonicalDeclaration({ claim: 'c', margin: 2, alpha: 0.05 })
    expect(canonicalDeclaration({ alpha: 0.05, margin: 2, claim: 'c' })).toBe(first)
    expect(canonicalDeclaration({ claim: 'c', margin: 2.5 })).not.toBe(first)
  })
})
