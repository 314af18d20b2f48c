import { styleText } from 'node:util'
import { describe, expect, test } from 'vitest'
import { gluedCommands } from '../../../src/text/commands.ts'
import { cutToWidth, textWidth } from '../../../src/text/text-width.ts'
import { reflowed, wrapLines, wrapped } from '../../../src/text/wrapped.ts'

test('counts the columns of a terminal, not characters', () => {
  expect(textWidth('plain')).toBe(5)
  expect(textWidth(styleText('red', 'plain', { validateStream: false }))).toBe(5)
  expect(textWidth('東京')).toBe(4)
  expect(textWidth('ﾊ한글')).toBe(5)
  expect(textWidth('e\u0301a\u200b')).toBe(2)
  expect(textWidth('👍 ok')).toBe(5)
})

test('cuts at columns, never within a character', () => {
  expect(cutToWidth('東京都', 5)).toBe('東京…')
  expect(cutToWidth('東京都', 6)).toBe('東京都')
  expect(cutToWidth('👍👍👍', 4)).toBe('👍…')
})

describe('reflowed', () => {
  test('breaks long lines at spaces, and continues below their beginning', () => {
    expect(reflowed('note: a line that is longer than the terminal\n-> do this, or that other thing', 26)).toBe(
      'note: a line that is\nlonger than the terminal\n-> do this, or that other\n   thing',
    )
    expect(reflowed('  an indented line of several words', 24)).toBe('  an indented line of\n    several words')
  })

  test('continues a command as a shell reads it', () => {
    const command = `  npx aios goldens add --from MSG_ID --expect '{"number": {"value": 12}}'`
    const lines = reflowed(command, 40).split('\n')
    expect(lines.every((line) => textWidth(line) <= 42)).toBe(true)
    expect(lines.map((line) => line.replace(/ \\$/, '').trim()).join(' ')).toBe(command.trim())
    expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true)
    expect(lines.some((line) => line.includes(`'{"number": {"value": 12}}'`))).toBe(true)
  })

  test('leaves lines that fit, and everything where there is no terminal', () => {
    const text = '  two   columns\n\n| a'
    expect(reflowed(text, 24)).toBe(text)
    expect(reflowed('x '.repeat(100), Infinity)).toBe('x '.repeat(100))
  })
})

/** The shortest of three searches of a text of `length` characters, in milliseconds of the processor. */
function searchTime(unit: string, length: number): number {
  const text = unit.repeat(length / unit.length)
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    gluedCommands(text)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return Math.min(...times)
}

/** Texts as commands print them, with the command in each. */
const WITH_COMMANDS: readonly [text: string, command: string][] = [
  [
    '-> look at the replies: npx aios events --type response --verdict fail unmeasured --since 2026-11-28T14:31:10.000Z',
    'npx aios events --type response --verdict fail unmeasured --since 2026-11-28T14:31:10.000Z',
  ],
  [
    '-> write one in hypotheses/*.test.ts, as docs/hypothesis.md shows, then: npx vitest run hypotheses',
    'npx vitest run hypotheses',
  ],
  [
    'Start it: `lms server start --port 1234` (LM Studio) or `npx aios serve`; or set AIOS_BASE_URL.',
    'lms server start --port 1234',
  ],
  [
    'record it: AIOS_RECORD=5 AIOS_MAIN_MODEL=qwen2.5-coder-1.5b-instruct npx vitest run goldens; then commit the file',
    'AIOS_RECORD=5 AIOS_MAIN_MODEL=qwen2.5-coder-1.5b-instruct npx vitest run goldens',
  ],
  [
    `add it: npx aios goldens add --from a1 --expect '{"number": {"value": 12}}', or not`,
    `npx aios goldens add --from a1 --expect '{"number": {"value": 12}}'`,
  ],
  ['Run: npx aios models pull. It fetches 1.1 GB and takes some minutes.', 'npx aios models pull'],
]

describe('a command within a text', () => {
  test.for(WITH_COMMANDS)('works when it is pasted, at any width: %s', ([text, command]) => {
    for (let columns = 24; columns <= 160; columns += 1) {
      const layouts = [
        reflowed(text, columns),
        reflowed(`  ${text}`, columns),
        wrapped(text, { label: 'health', indent: 12, columns }),
        reflowed(wrapped(text, { indent: 12, columns }), columns),
        wrapLines(text, columns).join('\n'),
      ]
      // A shell reads lines that end with a backslash as one.
      for (const layout of layouts) expect(layout.replace(/ \\\n\s*/g, ' ')).toContain(command)
    }
  })

  test('stays whole where a line is wide enough for it', () => {
    expect(wrapLines('to record the baseline again, run: npx vitest run goldens -u', 40)).toEqual([
      'to record the baseline again, run:',
      'npx vitest run goldens -u',
    ])
  })

  test('is not any sentence about a program', () => {
    const text = 'git is a version control system, and npx is a program which runs packages that are not installed'
    expect(wrapLines(text, 30).filter((line) => line.endsWith('\\'))).toEqual([])
  })

  test.for([
    'the ollama run of yesterday and git log entries show that nothing has changed since the last release',
    'git log is a record of every change of the files of a project, one after the other, over time',
    'you asked about "npm install" and what it does, and npm install fetches what a project needs',
  ])('is not the name of a program within a sentence: %s', (text) => {
    expect(wrapLines(`note: see, ${text}`, 40).filter((line) => line.endsWith('\\'))).toEqual([])
  })

  test('is not looked for in the text of a model, a log or a user', () => {
    const text = 'To begin again: npm install needs a network, and `git log shows all that has been done to a file'
    const lines = [
      ...wrapLines(text, 30, { isQuoted: true }),
      ...reflowed(text, 30, { isQuoted: true }).split('\n'),
      ...wrapped(text, { columns: 30, isQuoted: true }).split('\n'),
    ]
    expect(lines.filter((line) => line.endsWith('\\') || textWidth(line) > 30)).toEqual([])
    expect(wrapLines(text, 30, { isQuoted: true }).join(' ')).toBe(text)
  })

  test.for(['A=1 ', ': A=1 ', ': A="', ': A=: ', ': npx aios "', '`npx aios a.a. ', ': npx vitest a:b,c ', '` '])(
    'is looked for in a time in proportion to the length of the text: %s',
    (unit) => {
      const short = searchTime(unit, 20_000)
      // 16 times as long: in proportion 16 times the time, with its square 256 times.
      expect(searchTime(unit, 320_000)).toBeLessThan(64 * Math.max(1, short))
    },
  )

  test('does not keep the words around it together', () => {
    const lines = wrapLines('run `npx aios init` again, or correct it by hand (npm ci first)', 24)
    expect(lines).toEqual(['run `npx aios init`', 'again, or correct it by', 'hand (npm ci first)'])
  })
})

test('keeps the label of a wrapped text in its columns, also where it is coloured', () => {
  const label = styleText('red', 'label', { validateStream: false })
  const [first = '', second = ''] = wrapped('one two three four five six seven', {
    label,
    indent: 8,
    columns: 36,
  }).split('\n')
  expect(first.indexOf('one')).toBe(label.length + 3)
  expect(second.indexOf('seven')).toBe(8)
})
