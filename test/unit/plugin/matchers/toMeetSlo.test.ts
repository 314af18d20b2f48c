import { describe, test } from 'vitest'
import { expect, type Slo } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { setRun } from '../../../fixtures/set-run.ts'

test('passes where the objectives are met, and negated where one is not', () => {
  expect(setRun()).toMeetSlo({ boundaryDrift: 0.1 })
  expect(setRun({ boundary: 0.9 })).not.toMeetSlo({ boundaryDrift: 0.1 })
})

describe('prints', () => {
  test('an objective that is not met', () => {
    const run = setRun({ boundary: 0.9 })
    expect(messageOf(() => expect(run).toMeetSlo({ passRate: 0.5, boundaryDrift: 0.1 }))).toMatchInlineSnapshot(`
      "expect(results).toMeetSlo(slo)

      Golden set: world: fail
      Expected:   every objective to be met
      Received:   passRate 0.9 (at least 0.5), n 20: met (shown at 95 %)
      Received:   boundaryDrift 0.4 (at most 0.1), n 1: not met

      Look closer: npx vitest test/unit/plugin/matchers/toMeetSlo.test.ts --ui, or change the objectives: aios({ slo }) or describeGoldens(name, file, { slo })"
    `)
  })

  test('objectives that are met, negated', () => {
    expect(messageOf(() => expect(setRun()).not.toMeetSlo({ boundaryDrift: 0.1 }))).toMatchInlineSnapshot(`
      "expect(results).not.toMeetSlo(slo)

      Golden set: world: pass
      Expected:   an objective that is not met
      Received:   boundaryDrift 0 (at most 0.1), n 1: met

      Look closer: npx vitest test/unit/plugin/matchers/toMeetSlo.test.ts --ui, or change the objectives: aios({ slo }) or describeGoldens(name, file, { slo })"
    `)
  })

  test('objectives without data, which fail either way', () => {
    expect(messageOf(() => expect(setRun()).toMeetSlo({ tokensPerSecond: 5 }))).toMatchInlineSnapshot(`
      "expect(results).toMeetSlo(slo)

      Golden set: world: inconclusive
      Expected:   every objective to be met
      Received:   tokensPerSecond unknown (at least 5), n 0: inconclusive (no reply has a measurable speed: it takes 8 tokens over 50 ms)
      Reason:     tokensPerSecond: no reply has a measurable speed: it takes 8 tokens over 50 ms

      Look closer: npx vitest test/unit/plugin/matchers/toMeetSlo.test.ts --ui, or change the objectives: aios({ slo }) or describeGoldens(name, file, { slo })"
    `)
    expect(messageOf(() => expect(setRun()).not.toMeetSlo({ tokensPerSecond: 5 }))).toMatchInlineSnapshot(`
      "expect(results).not.toMeetSlo(slo)

      Golden set: world: inconclusive
      Expected:   an objective that is not met
      Received:   tokensPerSecond unknown (at least 5), n 0: inconclusive (no reply has a measurable speed: it takes 8 tokens over 50 ms)
      Reason:     tokensPerSecond: no reply has a measurable speed: it takes 8 tokens over 50 ms

      Look closer: npx vitest test/unit/plugin/matchers/toMeetSlo.test.ts --ui, or change the objectives: aios({ slo }) or describeGoldens(name, file, { slo })"
    `)
    expect(messageOf(() => expect(setRun({ goldens: [] })).not.toMeetSlo({ passRate: 0.5 }))).toMatchInlineSnapshot(`
      "expect(results).not.toMeetSlo(slo)

      Golden set: world: inconclusive
      Expected:   an objective that is not met
      Received:   passRate unknown (at least 0.5), n 0: inconclusive (no golden ran)
      Reason:     passRate: no golden ran

      Look closer: npx vitest test/unit/plugin/matchers/toMeetSlo.test.ts --ui, or change the objectives: aios({ slo }) or describeGoldens(name, file, { slo })"
    `)
  })

  test('a latency of 0, which was not measured', () => {
    const goldens = setRun().goldens.map((golden) => ({
      ...golden,
      replies: golden.replies.map((reply) => ({ ...reply, latencyMs: 0 })),
    }))
    expect(() => expect(setRun({ goldens })).toMeetSlo({ p95Ms: 100 })).toThrow(
      'p95Ms: a value of 0 is invalid: it must be a finite number above 0',
    )
  })
})

test('rejects other values, and invalid objectives', () => {
  expect(messageOf(() => expect([]).toMeetSlo({ passRate: 1 }))).toMatchInlineSnapshot(
    `"toMeetSlo: expected the \`results\` that describeGoldens passes to \`whole\`"`,
  )
  expect(messageOf(() => expect(setRun()).toMeetSlo(undefined as unknown as Slo))).toMatchInlineSnapshot(
    `"objectives must be an object such as { passRate: 0.95 }, got undefined"`,
  )
})
