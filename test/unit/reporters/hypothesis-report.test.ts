import { describe, expect, test } from 'vitest'
import { hypothesisBlock } from '../../../reporters/hypothesis-block.ts'
import { hypothesisAnnotations, hypothesisSection } from '../../../reporters/hypothesis-github.ts'
import validate from '../../../schemas/generated/provenance.validate.js'
import type { Finding } from '../../../src/verdicts/hypothesis/finding.ts'
import { hypothesisEvents } from '../../../src/provenance/events/hypothesis-event.ts'
import { familyOf } from '../../../src/provenance/hypothesis/family.ts'
import { judgedNote, openNote, unmeasuredNote } from '../../../src/provenance/hypothesis/hypothesis-note.ts'
import type { RunOutcome } from '../../../src/provenance/run-outcome.ts'

const finding: Finding = {
  outcome: 'supported',
  method: 'exact signed-rank',
  effect: { name: 'ratio', value: 2.42, minimum: 2, claimed: 'at least' },
  interval: { lower: 2.1, upper: Infinity, confidence: 0.95 },
  p: 0.03,
  n: 120,
  repeats: 5,
  basis: 'replayed',
}

const judged = (id: string, found: Finding, more: object = {}) =>
  judgedNote(openNote(id, { claim: `what ${id} claims`, ...more }), found, [])

const run: RunOutcome = {
  runId: 'r',
  endedAt: '2026-11-24T00:00:00.000Z',
  backend: 'replay',
  status: 'pass',
  durationMs: 1,
  gitCommit: null,
  version: '0.1.0',
}

const screen = { columns: 100, colour: false }

const family = familyOf(
  [
    judged('H10', { ...finding, p: 0.001 }),
    judged('H2', {
      ...finding,
      outcome: 'not_supported',
      p: 0.97,
      interval: { lower: 1, upper: 1.5, confidence: 0.95 },
    }),
    judged('H1', finding, { must: 'hold' }),
    unmeasuredNote(
      openNote('H3', { claim: 'what H3 claims' }),
      'could not measure golden "a": unreachable\n\nAsked: b',
    ),
  ],
  1,
)

describe('the hypotheses of a run', () => {
  test('are judged together: one without an outcome counts as a test with p 1', () => {
    expect(family.members.map(({ note }) => note.id)).toEqual(['H1', 'H2', 'H3', 'H10'])
    expect(family.members.map((member) => member.kind === 'judged' && member.adjustedP)).toEqual([
      expect.closeTo(0.09),
      1,
      false,
      expect.closeTo(0.004),
    ])
    expect(family.ok).toBe(false)
    expect(family.problems).toEqual([
      'hypothesis H1 must hold: it is supported alone, but not after the correction over this run',
    ])
  })

  test('are shown in two lines each, and what would decide', () => {
    expect(hypothesisBlock(family, screen)).toMatchInlineSnapshot(`
      " H1         inconclusive   what H1 claims (must hold)
                  ratio 2.42 (95 %: 2.1 to unknown, claimed at least 2), p 0.03, n 120 x 5 (replayed)
                  p 0.03 would support it alone; among 4 hypotheses Holm makes it p 0.09, above alpha
                  0.05
       H2         not supported  what H2 claims
                  ratio 2.42 (95 %: 1 to 1.5, claimed at least 2), p 0.97, n 120 x 5 (replayed)
       H3         unmeasured     what H3 claims
                  could not measure golden "a": unreachable
       H10        supported      what H10 claims
                  ratio 2.42 (95 %: 2.1 to unknown, claimed at least 2), p 0.001, n 120 x 5 (replayed),
                  Holm p 0.004
       hypotheses 1 supported, 1 not supported, 1 inconclusive, 1 unmeasured; Holm over 4, alpha 0.05; 1
                  did not run"
    `)
  })

  test('in colour an outcome that fails the run is red', () => {
    const block = hypothesisBlock(family, { columns: 100, colour: true })
    expect(block).toContain('\u001b[31minconclusive \u001b[39m')
    expect(block).toContain('\u001b[32msupported    \u001b[39m')
  })

  test('an id that is longer than the label column moves all of it', () => {
    const long = familyOf([judged('small-model-is-faster', finding)], 0)
    expect(hypothesisBlock(long, screen)).toMatchInlineSnapshot(`
      " small-model-is-faster  supported      what small-model-is-faster claims
                              ratio 2.42 (95 %: 2.1 to unknown, claimed at least 2), p 0.03, n 120 x 5
                              (replayed)
       hypotheses             1 supported; Holm over 1, alpha 0.05"
    `)
  })

  test('have a table in the job summary', () => {
    expect(hypothesisSection(family, 'replayed: recorded 2026-11-24', ['a note'])).toMatchInlineSnapshot(`
      "## Hypotheses

      replayed: recorded 2026-11-24

      | id | claim | outcome | effect | p | Holm | n | rests on |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      | H1 | what H1 claims | ❔ inconclusive | ratio 2.42 (95 %: 2.1 to unknown, claimed at least 2) | 0.03 | 0.09 | 120 x 5 | replayed |
      | H2 | what H2 claims | ❌ not supported | ratio 2.42 (95 %: 1 to 1.5, claimed at least 2) | 0.97 | 1 | 120 x 5 | replayed |
      | H3 | what H3 claims | ⚠️ no outcome |  |  |  |  |  |
      | H10 | what H10 claims | ✅ supported | ratio 2.42 (95 %: 2.1 to unknown, claimed at least 2) | 0.001 | 0.004 | 120 x 5 | replayed |

      Judged together: with Holm's correction over 4 the chance of any false support is at most 0.05. 1 did not run.

      > a note

      "
    `)
    expect(hypothesisAnnotations(family)).toMatchInlineSnapshot(`
      [
        "::error title=hypothesis::hypothesis H1 must hold: it is supported alone, but not after the correction over this run",
      ]
    `)
  })

  test('have events that fit the schema', () => {
    const events = hypothesisEvents(family, run)
    for (const event of events) expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
    expect(events.map((event) => event.event_type)).toEqual([
      ...Array<string>(4).fill('hypothesis_test'),
      'hypothesis_batch',
    ])
    expect(events.at(-1)).toMatchObject({
      alpha: 0.05,
      counts: { family: 4, supported: 1, not_supported: 1, inconclusive: 1, unmeasured: 1, not_run: 1 },
      supported_share: 0.25,
    })
  })
})

describe('a note', () => {
  test('is the same after JSON, for any finding', () => {
    const note = judged('H1', { ...finding, effect: { ...finding.effect, value: Number.NaN } })
    expect(JSON.parse(JSON.stringify(note))).toEqual(note)
    expect(note.finding.interval).toEqual({ lower: 2.1, upper: null, confidence: 0.95 })
    expect(note.finding.effect.value).toBeNull()
  })

  test('contains no control characters', () => {
    const hostile = 'evil \u001b[31m\u202e'
    const open = openNote(hostile, { claim: hostile })
    const { outcome: _, ...facts } = finding
    const notes = [
      judgedNote(open, { ...facts, outcome: 'inconclusive', reason: hostile, needed: { sentence: hostile } }, [
        hostile,
      ]),
      unmeasuredNote(open, hostile),
    ]
    // Every text that came in is there, as what it is.
    expect(JSON.stringify(notes).split(String.raw`evil \\x1b[31m\\u202e`)).toHaveLength(9)
    expect(JSON.stringify(notes)).not.toMatch(/[\u001b\u202e]/)
  })

  test('changes its hash with every part of the declaration, and only then', () => {
    const hash = (declaration: Parameters<typeof openNote>[1]) => openNote('H1', declaration).declaration_hash
    const base = { claim: 'a', margin: 2 }
    expect(hash({ margin: 2, claim: 'a', alpha: 0.05 })).toBe(hash(base))
    const others = [{ margin: 3 }, { claim: 'b' }, { alpha: 0.01 }, { metric: 'latency' }, { must: 'hold' }] as const
    expect(new Set([hash(base), ...others.map((other) => hash({ ...base, ...other }))])).toHaveLength(6)
  })
})
