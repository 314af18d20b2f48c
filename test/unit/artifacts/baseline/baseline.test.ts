import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ResponseEvent, UnmeasuredEvent } from '../../../../schemas/generated/provenance.ts'
import { compareSets } from '../../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult, MeasuredReply } from '../../../../src/verdicts/results.ts'
import { fingerprint } from '../../../../src/goldens/fingerprint.ts'
import { baselineResults, readBaseline } from '../../../../src/artifacts/baseline/baseline-file.ts'
import { writeBaseline } from '../../../../src/artifacts/baseline/write-baseline.ts'
import { BaselineError } from '../../../../src/artifacts/baseline/baseline-error.ts'
import {
  type RecordedSet,
  type Recording,
  removedBy,
  updateBaseline,
} from '../../../../src/artifacts/baseline/update.ts'
import { firstReplies, goldenResults } from '../../../../src/provenance/results/golden-results.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const RECORDING: Recording = {
  mode: 'record',
  recordedAt: '2026-11-23T10:00:00.000Z',
  gitCommit: 'abc',
  version: '0.1.0',
  existing: new Set(['s', 'sample', 'w', 'x', '__proto__']),
}

function golden(id: string, replies: Partial<MeasuredReply>[] = [{}]): GoldenResult {
  return {
    id,
    trait: 'fact',
    fingerprint: `print-${id}`,
    replies: replies.map((facts, repeat) => ({
      repeat,
      source: 'embedder',
      model: 'small',
      passed: true,
      latencyMs: 100,
      firstTokenMs: 10,
      completionTokens: 5,
      origin: 'measured',
      ...facts,
    })),
    unmeasured: [],
  }
}

function recorded(set: string, goldens: GoldenResult[], ids = goldens.map(({ id }) => id)): RecordedSet {
  return { results: { set, ids, goldens }, replies: new Map(goldens.map(({ id }) => [id, `reply to ${id}`])) }
}

function failure(read: () => unknown): BaselineError {
  try {
    read()
  } catch (error) {
    if (error instanceof BaselineError) return error
    throw error
  }
  throw new Error('no error was thrown')
}

describe('a recording', () => {
  test('comes back as it was, rounded to 0.1 ms', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    const goldens = [
      golden('a', [
        { latencyMs: 12.345, firstTokenMs: 0.01 },
        { latencyMs: 20, passed: false, firstTokenMs: null },
      ]),
    ]
    writeBaseline(file, updateBaseline(null, [recorded('sample', goldens)], RECORDING))
    const baseline = readBaseline(file)
    expect(baseline && baselineResults(baseline, 'sample')).toStrictEqual([
      {
        ...golden('a', [
          { latencyMs: 12.3, firstTokenMs: 0.1 },
          { latencyMs: 20, passed: false, firstTokenMs: null },
        ]),
        trait: '',
      },
    ])
    expect(baseline && baselineResults(baseline, 'another')).toBeNull()
    expect(baseline && baselineResults(baseline, 'toString')).toBeNull()
  })

  test('is a file that a person can review', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeBaseline(file, updateBaseline(null, [recorded('sample', [golden('b'), golden('a')])], RECORDING))
    const text = readFileSync(file, 'utf8')
    expect(text.indexOf('"a": {')).toBeLessThan(text.indexOf('"b": {'))
    expect(text).toMatch(/\n$/)
    expect(text).toContain('\n  "schema_version": "2.1",\n')
  })

  test('of the same results gives the same bytes, in whatever order they came', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    const [a, b] = [golden('a'), golden('10')]
    writeBaseline(file, updateBaseline(null, [recorded('x', [a, b]), recorded('w', [a])], RECORDING))
    const first = readFileSync(file, 'utf8')
    writeBaseline(file, updateBaseline(readBaseline(file), [recorded('w', [a]), recorded('x', [b, a])], RECORDING))
    expect(readFileSync(file, 'utf8')).toBe(first)
  })

  const wide = () =>
    updateBaseline(
      null,
      [recorded('s', [golden('a'), golden('b'), golden('gone')]), recorded('t', [golden('x')])],
      RECORDING,
    )

  test('of a part of a set replaces just what ran, and removes nothing', () => {
    const old = wide()
    const slow = recorded('s', [golden('a', [{ latencyMs: 900 }])])
    const run = [{ ...slow, results: { ...slow.results, ids: ['a', 'b'] } }]
    const part = updateBaseline(old, run, { ...RECORDING, gitCommit: 'def', existing: null })
    expect(Object.keys(part.sets['s']?.goldens ?? {})).toStrictEqual(['a', 'b', 'gone'])
    expect(part.sets['s']?.goldens['a']).toMatchObject({ latency_ms: [900], git_commit: 'def' })
    expect(part.sets['s']?.goldens['gone']).toStrictEqual(old.sets['s']?.goldens['gone'])
    expect(part.sets['t']).toStrictEqual(old.sets['t'])
    expect(removedBy(old, part, [{ set: 's', ids: ['a', 'b'] }])).toStrictEqual([])
  })

  test('of a set that ran in full removes what left it, and no other set', () => {
    const old = wide()
    const run = [recorded('s', [golden('b'), golden('new')])]
    const part = updateBaseline(old, run, { ...RECORDING, existing: null })
    expect(Object.keys(part.sets['s']?.goldens ?? {})).toStrictEqual(['b', 'new'])
    expect(part.sets['t']).toStrictEqual(old.sets['t'])
    expect(removedBy(old, part, [{ set: 's', ids: ['b', 'new'] }])).toStrictEqual(['a of "s"', 'gone of "s"'])
  })

  test("gives a set that the runbook's baseline names after its file its own name", () => {
    const old = { ...wide(), version: 'runbook' }
    const run = recorded('my set', [golden('a')])
    const part = [{ ...run, results: { ...run.results, ids: ['a', 'b'] } }]
    const updated = updateBaseline(old, part, { ...RECORDING, existing: null })
    expect(Object.keys(updated.sets)).toStrictEqual(['my set', 't'])
    expect(Object.keys(updated.sets['my set']?.goldens ?? {})).toStrictEqual(['a', 'b', 'gone'])
    expect(removedBy(old, updated, [{ set: 'my set', ids: ['a', 'b'] }])).toStrictEqual([])
    const whole = updateBaseline(old, [run], { ...RECORDING, existing: null })
    expect(removedBy(old, whole, [{ set: 'my set', ids: ['a'] }])).toStrictEqual(['b of "my set"', 'gone of "my set"'])
  })

  test('of the whole project removes sets and goldens that no longer exist, and names them', () => {
    const old = wide()
    const whole = updateBaseline(old, [recorded('s', [golden('a'), golden('b')])], RECORDING)
    expect(Object.keys(whole.sets)).toStrictEqual(['s'])
    expect(Object.keys(whole.sets['s']?.goldens ?? {})).toStrictEqual(['a', 'b'])
    expect(removedBy(old, whole, [{ set: 's', ids: ['a', 'b'] }])).toStrictEqual(['gone of "s"', 'the set "t"'])
    expect(Object.keys(old.sets['s']?.goldens ?? {})).toContain('gone')
  })

  test('of the whole project keeps a set that exists and was not recorded', () => {
    const kept = updateBaseline(wide(), [recorded('s', [golden('a')])], {
      ...RECORDING,
      existing: new Set(['s', 't']),
    })
    expect(Object.keys(kept.sets)).toStrictEqual(['s', 't'])
  })

  test('that adds leaves what is there', () => {
    const old = updateBaseline(null, [recorded('s', [golden('a'), golden('gone')])], RECORDING)
    const now = recorded('s', [golden('a', [{ latencyMs: 900 }]), golden('new')])
    const added = updateBaseline(old, [now], { ...RECORDING, mode: 'add' })
    expect(added.sets['s']?.goldens).toMatchObject({ a: { latency_ms: [100] }, gone: {}, new: {} })
  })

  test('is refused when a golden was not measured', () => {
    const lost = { ...golden('a', []), unmeasured: [{ repeat: 0, cause: 'x', evidence: 'x', remedy: 'x' }] }
    expect(() => updateBaseline(null, [recorded('s', [lost, golden('b')])], RECORDING)).toThrow(
      new RangeError('the baseline stays as it was: not every golden was measured (s: a)'),
    )
  })

  test('keeps hostile names and texts', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    const ids = ['__proto__', 'constructor', '', '\ud800', 'a/b~c']
    const set = {
      ...recorded(
        '__proto__',
        ids.map((id) => golden(id)),
      ),
      replies: new Map([['', `${'x'.repeat(1_999)}😀`]]),
    }
    writeBaseline(file, updateBaseline(null, [set], RECORDING))
    const baseline = readBaseline(file)
    expect(
      baseline &&
        baselineResults(baseline, '__proto__')
          ?.map(({ id }) => id)
          .sort(),
    ).toStrictEqual(ids.toSorted())
    expect(readFileSync(file, 'utf8')).toContain(`"${'x'.repeat(1_999)}"`)
  })

  test('without a number for a latency is never written', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeFileSync(file, 'as it was')
    const broken = updateBaseline(null, [recorded('s', [golden('a', [{ latencyMs: Number.NaN }])])], RECORDING)
    expect(failure(() => writeBaseline(file, broken)).problems).toStrictEqual([
      '/sets/s/goldens/a/latency_ms/0 must be number',
    ])
    expect(readFileSync(file, 'utf8')).toBe('as it was')
  })
})

describe('a file that cannot be used', () => {
  test('does not exist: there is no baseline', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    expect(readBaseline(file)).toBeNull()
  })

  test.for<[string, string, RegExp]>([
    ['empty', '', /is not valid JSON/],
    ['cut off', '{"schema_version": "2.0", "sets"', /is not valid JSON: .*position/],
    ['of another kind', '[1]', /the whole file must be object/],
    ['newer', '{"schema_version":"3.1"}', /was written by a newer vitest-aios \(schema 3\.1; this one reads 2\.1\)/],
    ['a future minor', '{"schema_version":"2.2"}', /newer vitest-aios \(schema 2\.2/],
    ['older than any', '{"schema_version":"1.0"}', /\/schema_version must be "2\.0"/],
    ['in conflict', '{\n<<<<<<< HEAD\n', /unresolved merge conflict, from line 2/],
    [
      'misspelt',
      '{"schema_version":"2.0","version":"0","sets":{"s":{"golden":{}}}}',
      /\/sets\/s has an unknown key "golden"/,
    ],
  ])('%s', ([, text, problem]) => {
    const path = join(temporaryFolder(), 'baseline.json')
    writeFileSync(path, text)
    const error = failure(() => readBaseline(path))
    expect(error.message).toContain(path)
    expect(error.message).toMatch(problem)
    expect(error.remedy).not.toBe('')
  })

  test.each([
    [{ latency_ms: [1e308] }, '1e+308'],
    [{ first_token_ms: [-3] }, '-3'],
  ])('has a latency that cannot be: %j', (change, shown) => {
    const file = join(temporaryFolder(), 'baseline.json')
    const baseline = updateBaseline(null, [recorded('s', [golden('a', [{}])])], RECORDING)
    Object.assign(baseline.sets['s']?.goldens['a'] ?? {}, change)
    writeFileSync(file, JSON.stringify(baseline))
    expect(failure(() => readBaseline(file)).problems).toStrictEqual([
      `/sets/s/goldens/a has an invalid latency: ${shown} ms`,
    ])
  })

  test.each([
    ['caf\u00e9', 'cafe\u0301', '"cafe\\u{301}", "caf\\u{e9}"'],
    ['a1', '\u04301', '"a1", "\\u{430}1"'],
    ['q-1', 'q\u20111\u200b', '"q-1", "q\\u{2011}1\\u{200b}"'],
  ])('has ids that look the same: %s and %s', (one, other, shown) => {
    const file = join(temporaryFolder(), 'baseline.json')
    const goldens = [golden(one), golden(other)]
    writeFileSync(file, JSON.stringify(updateBaseline(null, [recorded('s', goldens)], RECORDING)))
    expect(failure(() => readBaseline(file)).problems).toStrictEqual([
      `/sets/s/goldens has ids that look the same: ${shown}`,
    ])
  })

  test('has lists of different lengths', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    const baseline = updateBaseline(null, [recorded('s', [golden('a', [{}, {}])])], RECORDING)
    baseline.sets['s']?.goldens['a']?.passes.pop()
    writeFileSync(file, JSON.stringify(baseline))
    expect(failure(() => readBaseline(file)).problems).toStrictEqual([
      '/sets/s/goldens/a has lists of different lengths, but each must have one value per repeat',
    ])
  })

  test('is a folder', () => {
    const folder = temporaryFolder()
    expect(failure(() => readBaseline(folder)).message).toMatch(/cannot be read: EISDIR/)
    expect(failure(() => writeBaseline(folder, updateBaseline(null, [], RECORDING))).message).toMatch(
      /cannot be written/,
    )
  })
})

describe("the runbook's older baseline", () => {
  const tests = [
    {
      id: 'q1',
      question: 'What is 2 + 2?',
      trait: 'arithmetic',
      response: '4',
      latency_ms: 812.5,
      source: 'main_model',
      tier: 1,
    },
    { id: 'q2', question: 'Hello', trait: 'greeting', response: '', latency_ms: 90, source: 'embedder_llm', tier: 2 },
  ]
  const older = {
    timestamp: '2025-01-02T03:04:05',
    golden_set: 'tests/golden/sample_set.json',
    total_tests: 2,
    tests,
    summary: {},
  }

  test('is read, and compares with goldens that have the same question and expect nothing', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeFileSync(file, `\ufeff${JSON.stringify(older)}`)
    const baseline = readBaseline(file)
    const before = baseline && baselineResults(baseline, 'sample_set')
    expect(before).toMatchObject([
      { id: 'q1', replies: [{ source: 'main_model', passed: true, latencyMs: 812.5 }] },
      { id: 'q2', replies: [{ source: 'embedder', passed: false }] },
    ])
    const now = { ...golden('q1'), fingerprint: fingerprint({ id: 'q1', question: 'What is 2 + 2?', trait: 'sums' }) }
    const changed = {
      ...golden('q2'),
      fingerprint: fingerprint({ id: 'q2', question: 'Hello', trait: 'greeting', expect: { contains: 'hi' } }),
    }
    const results = { set: 'sample_set', ids: ['q1', 'q2'], goldens: [now, changed] }
    expect(compareSets(before ?? [], results, { tolerance: 0.25 })).toMatchObject({
      compared: ['q1'],
      stale: [{ id: 'q2' }],
    })
  })

  test('belongs to the set with its ids, whatever that is called', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeFileSync(file, JSON.stringify({ ...older, golden_set: 'data_core\\goldens\\first_set.json' }))
    const baseline = readBaseline(file)
    if (baseline === null) throw new Error('there is no baseline')
    expect(Object.keys(baseline.sets)).toEqual(['first_set'])
    const ids = (set: string, wanted: string[]) => baselineResults(baseline, set, wanted)?.map(({ id }) => id) ?? null
    expect(ids('any name', ['new', 'q2'])).toEqual(['q1', 'q2'])
    expect(ids('any name', ['new', 'toString'])).toBeNull()
    // A baseline of today is kept by the names of its sets.
    expect(baselineResults({ ...baseline, version: '1.0.0' }, 'any name', ['q1'])).toBeNull()
  })

  test('leaves out what was not answered', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    const unknown = { ...tests[0], id: 'q3', source: 'unknown', response: '' }
    const failed = { ...tests[0], id: 'q4', response: 'Main model error: 500' }
    writeFileSync(file, JSON.stringify({ ...older, tests: [...tests, unknown, failed] }))
    const baseline = readBaseline(file)
    expect(Object.keys(baseline?.sets['sample_set']?.goldens ?? {})).toEqual(['q1', 'q2'])
  })

  test.each([1e308, -1, 86_400_001])('with a latency of %d is refused', (latency_ms) => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeFileSync(file, JSON.stringify({ ...older, tests: [{ ...tests[0], latency_ms }] }))
    expect(failure(() => readBaseline(file)).problems).toStrictEqual([
      `/tests/0 (q1) must have a latency_ms from 0 to 86400000, got ${latency_ms}`,
    ])
  })

  test('with gaps names all of them', () => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeFileSync(
      file,
      JSON.stringify({ tests: [{ ...tests[0], source: 'gpt' }, { ...tests[1], latency_ms: null }, 7] }),
    )
    expect(failure(() => readBaseline(file)).problems).toStrictEqual([
      '/tests/0 (q1) must have one of the sources main_model, embedder, embedder_llm',
      '/tests/1 (q2) must have a latency_ms that is a number',
      '/tests/2 must be an object',
      '/golden_set must name the golden set',
    ])
  })
})

describe('events become results', () => {
  const shared = {
    schema_version: '2.0',
    event_type: 'response',
    ts: '2026-11-23T10:00:00.000Z',
    run_id: 'run',
    conv_id: 'c',
    msg_id: 'm',
    question: 'q',
    source: 'embedder',
    route: { weight: 0.1, parts: {}, bucket: 'control', boundary: 0.5, propensity: 1 },
    tries: 1,
    origin: 'measured',
    git_commit: null,
    version: '0.1.0',
  } as const
  const named = (id: string) => ({ golden: { set: 's', id, trait: 'fact', fingerprint: 'print' } })
  const answered = (facts: Partial<ResponseEvent>): ResponseEvent => ({
    ...shared,
    repeat: 0,
    retry: 0,
    reply: 'r',
    model: { asked: 'small', answered: 'small' },
    timings: { queue_ms: 9, load_ms: 9, first_token_ms: 3, total_ms: 70, tokens_per_second: null },
    tokens: { prompt: 1, completion: 2 },
    finish: 'stop',
    verdict: 'pass',
    ...facts,
  })
  const lost: UnmeasuredEvent = {
    ...shared,
    ...named('a'),
    repeat: 1,
    retry: 0,
    model: { asked: 'small' },
    verdict: 'unmeasured',
    failure: { cause: 'unreachable', evidence: 'e', remedy: 'r' },
  }

  test('by golden and repeat, the first attempt counting', () => {
    const events = [
      answered({ ...named('a'), repeat: 2, retry: 1, verdict: 'pass', reply: 'third' }),
      answered({ ...named('a'), repeat: 2, retry: 0, verdict: 'fail' }),
      answered({ reply: 'no golden' }),
      answered({ ...named('b'), verdict: 'unjudged', reply: 'first of b' }),
      lost,
      answered({ ...named('a'), repeat: 0, verdict: 'fail', reply: 'first of a' }),
    ]
    const results = goldenResults(events)
    expect(results).toMatchObject([
      {
        id: 'a',
        fingerprint: 'print',
        replies: [
          { repeat: 0, passed: false, latencyMs: 70 },
          { repeat: 2, passed: false, passedOnRetry: true },
        ],
        unmeasured: [{ repeat: 1, cause: 'unreachable', evidence: 'e', remedy: 'r' }],
      },
      { id: 'b', replies: [{ passed: null, model: 'small', firstTokenMs: 3, completionTokens: 2 }], unmeasured: [] },
    ])
    expect([...firstReplies(events)]).toStrictEqual([
      ['a', 'first of a'],
      ['b', 'first of b'],
    ])
  })

  test('a retry makes up for an attempt that got no reply, and for no wrong answer', () => {
    const retried = answered({ ...named('a'), repeat: 1, retry: 1 })
    expect(goldenResults([lost, retried])).toMatchObject([
      { replies: [{ passed: true, passedOnRetry: true }], unmeasured: [] },
    ])
    const wrong = answered({ ...named('a'), repeat: 1, verdict: 'fail' })
    expect(goldenResults([wrong, { ...lost, retry: 1 }])).toMatchObject([{ replies: [{ passed: false }] }])
    expect(goldenResults([lost, { ...lost, retry: 1 }])).toMatchObject([{ replies: [], unmeasured: [{ repeat: 1 }] }])
  })

  test('a question that a test repeats until the reply passes does not pass', () => {
    const wrong = answered({ ...named('a'), verdict: 'fail', reply: 'wrong' })
    const right = answered({ ...named('a'), reply: 'right' })
    expect(goldenResults([wrong, right])).toMatchObject([{ replies: [{ passed: false }] }])
    expect(goldenResults([right, { ...right, verdict: 'unjudged' }])).toMatchObject([{ replies: [{ passed: null }] }])
    expect([...firstReplies([wrong, right])]).toStrictEqual([['a', 'wrong']])
  })

  test('the last attempt counts where the suite says so, and stays known as a retry', () => {
    const last = { counted_attempt: 'last', ...named('a') } as const
    const events = [
      answered({ ...last, verdict: 'fail', retry: 0 }),
      answered({ ...last, verdict: 'fail', retry: 1 }),
      answered({ ...last, verdict: 'pass', retry: 2, reply: 'right' }),
    ]
    expect(goldenResults(events)).toMatchObject([{ replies: [{ passed: true, passedOnRetry: true }] }])
    expect([...firstReplies(events)]).toStrictEqual([['a', 'right']])
    expect(goldenResults(events.slice(0, 2))[0]?.replies[0]).not.toHaveProperty('passedOnRetry')
  })

  test('are the same with results that were made ahead, whatever was asked again', () => {
    const asked = (['pass', 'fail', 'unjudged'] as const).flatMap((verdict) =>
      [0, 1].flatMap((retry) => [0, 1].map((repeat) => answered({ ...named('a'), verdict, retry, repeat }))),
    )
    const all = [...asked, lost, { ...lost, retry: 1 }, answered({ ...named('b') }), answered({})]
    fc.assert(
      fc.property(fc.subarray(all), (events) => {
        const ahead = new Map(
          events.flatMap((event) => goldenResults([event]).map((result) => [event, result] as const)),
        )
        expect(goldenResults(events, ahead)).toStrictEqual(goldenResults(events))
      }),
    )
  })
})
