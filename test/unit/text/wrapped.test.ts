import { styleText } from 'node:util'
import { describe, expect, test } from 'vitest'
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
    const command = `  aios goldens add --from MSG_ID --expect '{"number": {"value": 12}}'`
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
