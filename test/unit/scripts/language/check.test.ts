import { describe, expect, test } from 'vitest'
import { phraseFindings, sameNameFindings, widthFindings } from '../../../../scripts/language/check.ts'
import { undocumentedExports } from '../../../../scripts/language/public-docs.ts'

describe('phraseFindings', () => {
  test.for([
    '// Nobody waited for it.',
    "throw new Error('a time that is none')",
    '/** Whoever comes first. */',
    'the text is no number',
    '/** What comes later is left out. */',
    'names the command that mends it',
    'the router forgets what it learnt',
    '// Left out. What would be late is dropped.',
  ])('reports %s', (line) => {
    expect(phraseFindings('a.ts', `\n${line}\n`)).toMatchObject([{ file: 'a.ts', line: 2 }])
  })

  test.for([
    '// Returns null when there is no baseline.',
    'the value is no longer used',
    'const known = nodes.length',
    '/** What is the state of a run. */',
    'The largest value; null if there is none.',
    '/** What latencies rest on. */',
    '/** What ended the reply. */',
    "question: 'What comes after Tuesday?'",
    'the result is no different',
    '// The test fails where there\n// is no outcome.',
    'The commander of the fleet',
  ])('accepts %s', (line) => {
    expect(phraseFindings('a.ts', line)).toEqual([])
  })
})

describe('widthFindings', () => {
  const wide = 'word '.repeat(25)

  test('reports a line of more than 100 columns, with its number', () => {
    expect(widthFindings('a.md', `fine\n${wide}`)).toEqual([
      { file: 'a.md', line: 2, message: 'wrap at 100 columns, got 125' },
    ])
  })

  test('accepts 100 columns, tables, code blocks, headings, links and code spans', () => {
    const text = ['x y'.padEnd(100, 'z'), `| ${wide} |`, '```', wide, '```', `# ${wide}`, `https://${'x'.repeat(120)}`]
    const unbreakable = [`![${wide}](https://a.b)`, `  [${wide}](https://a.b):`, `\`${wide}\`.`, `- \`${wide}\``]
    expect(widthFindings('a.md', [...text, ...unbreakable].join('\n'))).toEqual([])
  })
})

test('sameNameFindings reports each declaration of a type that two files export', () => {
  const files = new Map([
    ['a.ts', 'export interface Plan {\n}\nexport type Own = 1\n'],
    ['b.ts', '\nexport type Plan = 1\n'],
  ])
  expect(sameNameFindings(files).map(({ file, line }) => `${file}:${line}`)).toEqual(['a.ts:1', 'b.ts:2'])
})

test('undocumentedExports follows re-exports to declarations without a doc comment', () => {
  const files: Record<string, string> = {
    'src/index.ts': "export { a, type B } from './inner.ts'\nexport * from './all.ts'\n",
    'src/inner.ts': '/** Documented. */\nexport function a() {}\nexport interface B {\n}\nexport const hidden = 1\n',
    'src/all.ts': 'export const c = 1\n',
  }
  const findings = undocumentedExports(['src/index.ts'], (file) => files[file] ?? '')
  expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual(['src/inner.ts:3', 'src/all.ts:1'])
})
