import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GoldenSetError } from '../../../../src/goldens/sets/golden-set-error.ts'
import { parseGoldenSet, readGoldenSet } from '../../../../src/goldens/sets/golden-set.ts'
import { keyAt, nodeAt, readJsonText } from '../../../../src/goldens/sets/json-text.ts'
import { lookOf } from '../../../../src/goldens/phrases/look-alike.ts'

function problemsOf(text: string): string[] {
  try {
    parseGoldenSet(text, 'set.json')
    return []
  } catch (error) {
    if (!(error instanceof GoldenSetError)) throw error
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
  }
}

const messagesOf = (text: string) => problemsOf(text).map((problem) => problem.replace(/^\d+:\d+ /, ''))

const golden = (more: string, id = '"a"') => `{"id":${id},"question":"Why?","trait":"x"${more}}`
const expecting = (expectation: string) => `[${golden(`,"expect":${expectation}`)}]`

describe('the syntax of a set', () => {
  test.for<[text: string, ...problems: string[]]>([
    [`[${golden('')},]`, '1:42 trailing comma: remove it'],
    [`[${golden('')},  \n]`, '1:42 trailing comma: remove it'],
    [`[${golden(',')},${golden(',', '"b"')}]`, '1:41 trailing comma: remove it', '1:83 trailing comma: remove it'],
    [`[${golden('')},${' '.repeat(9999)}]`, '1:42 trailing comma: remove it'],
    [`[${golden('')},${' '.repeat(10_000)}]`, '1:10043 a value is missing here'],
    [
      `[${golden(',"tags":["b",]')},{"id":"${'b'.repeat(20_000)}","question":"Why?","trait":"x"}]`,
      '1:53 trailing comma: remove it',
    ],
    [
      '[undefined]',
      '1:2 not a JSON value: expected a string in double quotes, a number, true, false, null, [ ] or { }',
    ],
    ["['a']", '1:2 JSON requires double quotes here'],
    ['x y', '1:1 not a JSON value: expected a string in double quotes, a number, true, false, null, [ ] or { }'],
    ['[1 2 3\n]', '1:4 a comma is missing before this'],
    ['[1 2\n3]', '1:4 a comma is missing before this', '2:1 a comma is missing before this'],
    ['[1\n 2 3\n]', '2:2 a comma is missing before this'],
    ['{"goldens":[],]', '1:14 trailing comma: remove it', '1:16 a value is missing here'],
  ])('%#', ([text, ...problems]) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  const TOO_DEEP = 'brackets are nested more than 100 levels deep'

  test('may have 100 levels of brackets', () => {
    const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(problemsOf(lists(100))).toEqual(['1:2 the golden is a list; it must be an object'])
    expect(problemsOf(lists(101))).toEqual([`1:1 ${TOO_DEEP}`])
    expect(problemsOf('['.repeat(200_000))).toEqual([`1:1 ${TOO_DEEP}`])
    const objects = (levels: number) => `${'{"goldens":'.repeat(levels)}1${'}'.repeat(levels)}`
    expect(problemsOf(objects(99))).toEqual(['1:12 goldens is an object; it must be a list'])
    expect(problemsOf(objects(100))).toEqual([`1:1 ${TOO_DEEP}`])
  })

  test('gives the place of a key that appears twice', () => {
    expect(problemsOf(`[{"id":"a",\n"id":"a","question":"Why?","trait":"x"}]`)).toEqual([
      '2:1 the key "id" appears twice in this object, first at 1:3; keep one',
    ])
  })
})

describe('nodes of a text', () => {
  const { content } = readJsonText('{"a":[1,{"b":2}]}')
  if (content === undefined) throw new Error('the text cannot be read')
  const { root } = content

  test('are the last ones on the way to a pointer', () => {
    expect(nodeAt(root, '/a/1/b').value).toBe(2)
    expect(nodeAt(root, '/a/5/b').offset).toBe(5)
    expect(nodeAt(root, '/c')).toBe(root)
  })

  test('of a key are the object where it is missing', () => {
    expect(keyAt(root, 'a').offset).toBe(1)
    expect(keyAt(root, 'c')).toBe(root)
  })
})

describe('the shape of a set', () => {
  test.for<[text: string, ...problems: string[]]>([
    ['[null]', 'the golden is null; it must be an object'],
    ['{"goldens": 5}', 'goldens is 5; it must be a list'],
    [`[${golden('', '5')},${golden('', '5')}]`, 'id is 5; it must be a text', 'id is 5; it must be a text'],
    [`[${golden(',"tags":{}')}]`, 'tags is an object; it must be a list'],
    ['[{"id":"a","question":"Why?","trait":[]}]', 'trait is an empty list; it must be a text'],
    ['[{"id":"a","question":"Why?","trait":[{"a":1}]}]', 'trait is a list; it must be a text'],
    ['[{"id":"a","question":"Why?","trait":null}]', 'trait is null; it must be a text'],
    [
      `[${golden(',"messages":[{"role":"boss","content":"x"}]')}]`,
      'messages[0].role is the text "boss"; it must be system or user or assistant',
    ],
    [
      `[${golden(',"messages":[{"role":"user","content":"x","contents":1}]')}]`,
      'messages[0] has an unknown key "contents"; did you mean "content"?',
    ],
    [
      `[${golden(`,"${'k'.repeat(60)}":1`)}]`,
      `the golden has an unknown key "${'k'.repeat(60)}"; known are id, question, trait, messages, expect, expected_source, expected_tier, description, tags, repeats`,
    ],
    [
      `[${golden(`,"${'k'.repeat(61)}":1`)}]`,
      `the golden has an unknown key "${'k'.repeat(40)} … ${'k'.repeat(20)}"; known are id, question, trait, messages, expect, expected_source, expected_tier, description, tags, repeats`,
    ],
    [`[${golden(`,"tags":"${'t'.repeat(60)}"`)}]`, `tags is the text "${'t'.repeat(60)}"; it must be a list`],
    [
      `[${golden(`,"tags":"${'t'.repeat(61)}"`)}]`,
      `tags is the text "${'t'.repeat(40)} … ${'t'.repeat(20)}"; it must be a list`,
    ],
    [
      expecting('{"contains":{"text":"a","inflect":true}}'),
      'expect.contains has an unknown key "inflect"; did you mean "inflected"?',
    ],
    [expecting('{"number":{"value":1,"vale":1}}'), 'expect.number has an unknown key "vale"; did you mean "value"?'],
    [
      expecting('{"matches":{"pattern":"a","flag":"i"}}'),
      'expect.matches has an unknown key "flag"; did you mean "flags"?',
    ],
    [expecting(`{"contains":[${'"a",'.repeat(10)}5]}`), 'expect.contains[10] is 5; it must be a text or an object'],
    [
      `[${Array.from({ length: 11 }, (_, index) => golden(index === 10 ? ',"tags":5' : '', `"${index}"`)).join(',')}]`,
      'tags is 5; it must be a list',
    ],
  ])('%#', ([text, ...problems]) => {
    expect(messagesOf(text)).toEqual(problems)
  })
})

test('the place of a problem is that of the value, or of an unknown key', () => {
  expect(problemsOf('[{"id":"a","question":"Why?","trait":[{"a":1}]}]')).toEqual([
    '1:38 trait is a list; it must be a text',
  ])
  expect(problemsOf(`[${golden(',\n"tag":1')}]`)).toEqual([
    '2:1 the golden has an unknown key "tag"; did you mean "tags"?',
  ])
})

describe('the rules of a set', () => {
  const long = (length: number) => `\u0007${'i'.repeat(length - 1)}`
  const warned = (shown: string) =>
    `1:8 the id "${shown}" has control characters, which can change the display of a terminal: remove them`

  test('print 60 characters of an id', () => {
    const json = (id: string) => JSON.stringify([{ id, question: 'Why?', trait: 'x' }])
    expect(problemsOf(json(long(60)))).toEqual([warned(String.raw`\x07${'i'.repeat(59)}`)])
    expect(problemsOf(json(long(61)))).toEqual([warned(String.raw`\x07${'i'.repeat(39)} … ${'i'.repeat(20)}`)])
  })

  test.for([60, 61])('name an id of %i characters that is used twice, or looks the same', (length) => {
    const shown = (id: string) => (length === 60 ? `"${id}"` : `"${id.slice(0, 40)} … ${id.slice(-20)}"`)
    const id = `i${'d'.repeat(length - 1)}`
    const other = `і${id.slice(1)}`
    const both = (second: string) => `[\n${golden('', `"${id}"`)},\n${golden('', `"${second}"`)}]`
    const place = ', first at 2:7; ids must be unique'
    expect(problemsOf(both(id))).toEqual([`3:7 the id ${shown(id)} is used twice${place}`])
    expect(problemsOf(both(other))).toEqual([
      `3:7 the id ${shown(other)} looks the same as ${shown(id)}, which has other characters${place}`,
    ])
  })

  test('take ids for the same that differ in white space', () => {
    expect(lookOf(' a \t b ')).toBe(lookOf('a b'))
  })

  test.for<[expectation: string, ...problems: string[]]>([
    ['{"minLength":10,"maxLength":10}'],
    ['{"minLength":11,"maxLength":10}', 'expect.minLength (11) is above expect.maxLength (10); no reply can be both'],
    ['{"minLength":"9","maxLength":5}', 'expect.minLength is the text "9"; it must be a whole number'],
    ['{"minLength":9,"maxLength":"5"}', 'expect.maxLength is the text "5"; it must be a whole number'],
    ['{"matches":"("}', 'expect.matches is not a valid regular expression: "(" at character 1 is not closed'],
    ['{"matches":["a","("]}', 'expect.matches[1] is not a valid regular expression: "(" at character 1 is not closed'],
    ['{"matches":{"pattern":["("]}}', 'expect.matches.pattern is a list; it must be a text'],
    ['{"matches":{"pattern":"a","flags":5}}', 'expect.matches.flags is 5; it must be a text'],
    [
      '{"json":{"type":"objekt"}}',
      'expect.json is not a valid JSON Schema: type must be equal to one of the allowed values',
    ],
  ])('are checked in %s', ([expectation, ...problems]) => {
    expect(messagesOf(expecting(expectation))).toEqual(problems)
  })
})

describe('the message of an error', () => {
  const errorOf = (count: number) =>
    new GoldenSetError(
      'a.json',
      Array.from({ length: count }, () => ({ line: 1, column: 2, message: 'wrong' })),
    )

  test('counts its problems', () => {
    expect(errorOf(1).message).toBe('golden set a.json has 1 problem\n\na.json:1:2  wrong')
    expect(errorOf(2).message).toBe('golden set a.json has 2 problems\n\na.json:1:2  wrong\na.json:1:2  wrong')
    expect(errorOf(1).file).toBe('a.json')
  })

  test('lists 200 of them', () => {
    expect(errorOf(200).message.split('\n')).toHaveLength(202)
    expect(errorOf(201).message.split('\n').slice(-1)).toEqual(['and 1 more'])
    expect(errorOf(201).problems).toHaveLength(201)
  })

  test('of a whole file has no problems', () => {
    const error = new GoldenSetError('a.json', 'it is empty')
    expect([error.message, error.file, error.problems]).toEqual(['golden set a.json: it is empty', 'a.json', []])
  })
})

describe('a file', () => {
  const messageOf = (path: string) => readGoldenSet(path).then(String, (error: Error) => error.message)

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'aios-'))
    onTestFinished(() => rm(path, { recursive: true }))
    return path
  }

  test('in the working directory is named by its relative path', async () => {
    const message = await messageOf(join(process.cwd(), 'test', 'no such folder', 'set.json'))
    expect(message).toBe(
      "golden set test/no such folder/set.json: the file does not exist. A suite names its set relative to the suite file: describeGoldens('…', './set.json') looks beside it.",
    )
  })

  test('is not taken for one of another type, or for a folder', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'sample_set.jsn'), '[]')
    const path = join(dir, 'sample_set.jsn', 'set.json')
    for (const missing of [join(dir, 'sample_set.json'), path])
      expect(await messageOf(missing)).toMatch(/: the file does not exist\. [^?]*looks beside it\.$/)
  })

  test('that the system cannot read is named with the reason', async () => {
    expect(await messageOf(join(await folder(), `${'n'.repeat(300)}.json`))).toContain(
      'it cannot be read: ENAMETOOLONG',
    )
  })

  test('keeps the problems of its set', async () => {
    const path = join(await folder(), 'set.json')
    await writeFile(path, '[]')
    expect(await messageOf(path)).toContain('1:1  the set is empty; it must hold at least one golden')
  })

  test('keeps a byte order mark inside a text', () => {
    const set = [{ id: 'a', question: 'a\uFEFFb', trait: 'x' }]
    expect(parseGoldenSet(JSON.stringify(set), 'set.json')).toEqual(set)
  })
})
