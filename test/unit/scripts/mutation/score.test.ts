import { describe, expect, test } from 'vitest'
import { parseEquivalents } from '../../../../scripts/mutation/equivalents.ts'
import { filesOf } from '../../../../scripts/mutation/run.ts'
import { details, type Line, scoreOf, shortfalls, table } from '../../../../scripts/mutation/score.ts'
import { readFileSync } from 'node:fs'

const FILE = 'src/statistics/quantile.ts'
const source = readFileSync(FILE, 'utf8')
const code = 'values.length'
const start = source.indexOf(code)

const lineOf = (replacement: string, killer: string | null): Line => ({
  key: `${FILE}:${replacement}`,
  file: FILE,
  mutant: { start, end: start + code.length, line: 3, original: code, replacement, atImport: false, first: 0 },
  covering: 4,
  killer,
})

const score = (lines: Line[], equivalents = '') =>
  scoreOf({
    name: 'quantiles',
    files: [FILE],
    lines: [{ tests: 4, ms: 1500 }, ...lines],
    equivalents: parseEquivalents(equivalents, 'quantiles.txt'),
  })

const limits = { target: 0.9, seconds: 120 }

describe('the score of a module', () => {
  test('counts a mutant that ended its worker as killed', () => {
    const { killed, mutants, survivors } = score([{ key: 'a:1', killer: 'the worker ended' }, lineOf('1', null)])
    expect({ killed, mutants, survivors }).toEqual({
      killed: 1,
      mutants: 2,
      survivors: [`${FILE}:3  values.length  ->  1  (4 tests)`],
    })
  })

  test('leaves out equivalents that survive, and lists those that excuse no mutant', () => {
    const list = `${FILE}\n  values.length  ->  1  #  as good\n  values.length  ->  2  #  killed`
    const result = score([lineOf('1', null), lineOf('2', 'a test')], list)
    expect(result).toMatchObject({ killed: 1, mutants: 1, same: 1, survivors: [] })
    expect(result.unused.map(({ to }) => to)).toEqual(['2'])
    expect(details(result)).toContain(`excuses no mutant: ${FILE}  values.length  ->  2`)
    expect(shortfalls([result], limits)).toEqual(['quantiles: 1 equivalents excuse no mutant; delete them'])
  })

  test('excuses every change in the code without a replacement', () => {
    expect(score([lineOf('1', null), lineOf('2', null)], `${FILE}\n  values.length  #  as good`)).toMatchObject({
      mutants: 0,
      same: 2,
    })
  })

  test('fails below the target, without mutants, and for slow tests', () => {
    const killed = Array.from({ length: 9 }, (_, index) => lineOf(String(index), 'a test'))
    expect(shortfalls([score([...killed, lineOf('x', null)])], limits)).toEqual([])
    expect(shortfalls([score([...killed, lineOf('x', null), lineOf('y', null)])], limits)).toEqual([
      'quantiles: 81.8 % of the mutants are killed',
    ])
    expect(shortfalls([score([])], limits)).toEqual(['quantiles: no mutants'])
    expect(shortfalls([score(killed)], { ...limits, seconds: 1 })).toEqual(['the tests take 2 s, more than 1 s'])
  })

  test('prints one table with the sum of the modules', () => {
    const one = score([lineOf('1', 'a test'), lineOf('2', null), lineOf('3', 'a test')])
    expect(table([one, { ...one, name: 'ranks' }])).toBe(
      [
        'module                         mutants      killed       score same result  tests take',
        'quantiles                            3           2      66.6 %           0       1.5 s',
        'ranks                                3           2      66.6 %           0       1.5 s',
        'all                                  6           4      66.6 %           0       3.0 s',
      ].join('\n'),
    )
  })
})

test('rejects a malformed line of equivalents', () => {
  expect(() => parseEquivalents(`${FILE}\n  values.length\n`, 'quantiles.txt')).toThrow(
    'quantiles.txt:2: expected "  CODE  ->  REPLACEMENT  #  REASON" below the path of a source',
  )
})

test('chooses modules by name, folder or file, and rejects others', () => {
  expect([...filesOf(['redaction', FILE, 'src/verdicts/slo/']).keys()]).toEqual([
    'SLO verdicts',
    'statistics: ranks',
    'redaction',
  ])
  expect(filesOf([FILE])).toEqual(new Map([['statistics: ranks', [FILE]]]))
  expect(() => filesOf(['src/verdict'])).toThrow('unknown module or path "src/verdict"; modules: regression verdicts, ')
})
