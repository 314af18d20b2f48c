import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import schema from '../../../../schemas/golden-set.schema.json' with { type: 'json' }
import { fingerprint } from '../../../../src/goldens/fingerprint.ts'
import { conversationOf, type Golden } from '../../../../src/goldens/golden.ts'
import { GoldenSetError } from '../../../../src/goldens/sets/golden-set-error.ts'
import { parseGoldenSet, readGoldenSet } from '../../../../src/goldens/sets/golden-set.ts'
import { KNOWN_KEYS } from '../../../../src/goldens/sets/wording.ts'
import { weigh } from '../../../../src/router/weight/weigh.ts'

const plain = [{ id: 'capital', question: 'What is the capital of France?', trait: 'facts' }]

/** Goldens or a GoldenSetError; anything else is thrown. */
function outcomeOf(text: string): Golden[] | GoldenSetError {
  try {
    return parseGoldenSet(text, 'set.json')
  } catch (error) {
    if (error instanceof GoldenSetError && error.problems.length > 0) return error
    throw error
  }
}

function errorOf(text: string): GoldenSetError {
  const outcome = outcomeOf(text)
  if (outcome instanceof GoldenSetError) return outcome
  throw new Error('the set was accepted')
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'aios-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

describe('a valid set', () => {
  test('the plain list and the object form give the same goldens', () => {
    expect(parseGoldenSet(JSON.stringify(plain), 'set.json')).toEqual(plain)
    expect(parseGoldenSet(JSON.stringify({ $schema: 'x.json', goldens: plain }), 'set.json')).toEqual(plain)
  })

  test('a byte order mark', () => {
    expect(parseGoldenSet(`\uFEFF${JSON.stringify(plain)}`, 'set.json')).toEqual(plain)
  })

  test('ids that are names of built-in properties', () => {
    const ids = ['__proto__', 'constructor', 'toString']
    const set = ids.map((id) => ({ ...plain[0], id }))
    expect(parseGoldenSet(JSON.stringify(set), 'set.json').map(({ id }) => id)).toEqual(ids)
  })

  test('every expectation', () => {
    const expectation = {
      contains: ['a', 'b'],
      anyOf: ['c'],
      equals: 'd',
      matches: String.raw`^\d+$`,
      number: { value: 4, tolerance: 0.5 },
      json: { $id: 'same', type: 'object' },
      minLength: 1,
      maxLength: 2,
      excludes: 'e',
    }
    const set = ['one', 'two'].map((id) => ({ ...plain[0], id, expect: expectation, tags: ['x'], repeats: 2 }))
    expect(parseGoldenSet(JSON.stringify(set), 'set.json')).toEqual(set)
  })
})

describe('an invalid set: all errors at once', () => {
  test('wrong shapes', () => {
    const { message, problems } = errorOf(`{
  "$schema": "golden-set.schema.json",
  "golden": [],
  "goldens": [
    { "id": "a", "question": "Why?", "trait": "reasons" },
    { "id": "a", "question": "  ", "trait": 7 },
    { "id": "c", "qestion": "Why?", "trait": "reasons", "__proto__": {} },
    "Why?",
    {
      "id": "d", "question": "Why?", "trait": "reasons", "tags": "x", "repeats": 0,
      "messages": [{ "role": "asistant", "content": "Because." }, { "role": 1 }]
    },
    { "id": "e", "question": "Why?", "trait": "reasons", "messages": [], "expect": {} },
    {
      "id": "f", "question": "Why?", "trait": "reasons",
      "expect": {
        "contains": 4, "anyOf": "x", "matches": "(", "number": { "vlaue": "4" }, "minLength": 9, "maxLength": 1.5,
        "json": { "type": "objekt" }, "excludes": [""], "excludes": [" "], "colour": "red"
      }
    },
    { "id": "g", "question": "Why?", "trait": "reasons", "expect": { "json": { "propertees": {} } } }
  ]
}`)
    expect(message).toMatchInlineSnapshot(`
      "golden set set.json has 27 problems

      set.json:3:3  the file has an unknown key "golden"; did you mean "goldens"?
      set.json:6:13  the id "a" is used twice, first at 5:13; ids must be unique
      set.json:6:30  question is blank; it must say something
      set.json:6:45  trait is 7; it must be a text
      set.json:7:5  the golden has no "question": what the model is asked
      set.json:7:18  the golden has an unknown key "qestion"; did you mean "question"?
      set.json:7:57  the golden has an unknown key "__proto__"; known are id, question, trait, messages, expect, expected_source, expected_tier, description, tags, repeats
      set.json:8:5  the golden is the text "Why?"; it must be an object
      set.json:10:66  tags is the text "x"; it must be a list
      set.json:10:82  repeats is 0; it must be at least 1
      set.json:11:30  messages[0].role is the text "asistant"; it must be system or user or assistant (did you mean "assistant"?)
      set.json:11:67  messages[1] has no "content": what was said
      set.json:11:77  messages[1].role is 1; it must be a text
      set.json:13:70  messages is an empty list; name at least one, or leave it out
      set.json:13:84  expect is empty; name one of contains, anyOf, equals, matches, number, json, minLength, maxLength, excludes, or leave it out
      set.json:17:21  expect.contains is 4; it must be a text or a list or an object
      set.json:17:33  expect.anyOf is the text "x"; it must be a list
      set.json:17:49  expect.matches is not a valid regular expression: "(" at character 1 is not closed
      set.json:17:64  expect.number has no "value": the number that is expected
      set.json:17:66  expect.number has an unknown key "vlaue"; did you mean "value"?
      set.json:17:95  expect.minLength (9) is above expect.maxLength (1.5); no reply can be both
      set.json:17:111  expect.maxLength is 1.5; it must be a whole number
      set.json:18:27  expect.json is not a valid JSON Schema: type must be equal to one of the allowed values
      set.json:18:57  the key "excludes" appears twice in this object, first at 18:39; keep one
      set.json:18:70  expect.excludes[0] is blank; it must say something
      set.json:18:76  expect has an unknown key "colour"; known are contains, anyOf, equals, matches, number, json, minLength, maxLength, excludes
      set.json:21:78  expect.json is not a valid JSON Schema: unknown keyword: "propertees"; did you mean "properties"?"
    `)
    expect(problems[0]).toEqual({ line: 3, column: 3, message: expect.stringContaining('"golden"') })
  })

  test('comments and trailing commas, beside what else is wrong', () => {
    const { message } = errorOf(`// my set
[
  /* the first */
  { "id": "a", "question": "Why?", "trait": "reasons", },
  { "id": "a", "question": "Why?", "trait": "reasons" }, // the last
]`)
    expect(message).toMatchInlineSnapshot(`
      "golden set set.json has 6 problems

      set.json:1:1  JSON does not allow comments: remove it
      set.json:3:3  JSON does not allow comments: remove it
      set.json:4:54  trailing comma: remove it
      set.json:5:11  the id "a" is used twice, first at 4:11; ids must be unique
      set.json:5:56  trailing comma: remove it
      set.json:5:58  JSON does not allow comments: remove it"
    `)
  })

  test('broken JSON, one problem a line', () => {
    const { message } = errorOf(`[
  { 'id': "a" },
  { "id": "b" "question": "Why?" },
  { "id" "c", "trait": undefined },
  { "matches": "\\d" },
  { "id": "never closed },
  { "id": "tab\there", "x": "\\u12" }
`)
    expect(message).toMatchInlineSnapshot(`
      "golden set set.json has 7 problems

      set.json:2:5  JSON requires double quotes here
      set.json:3:15  a comma is missing before this
      set.json:4:10  a colon is missing between the key and this
      set.json:5:16  this string has an invalid escape; write a backslash as \\\\ ("\\\\d+")
      set.json:6:11  this string is not closed on its line; close it with a double quote (write a line break as \\n)
      set.json:7:3  a comma is missing before this
      set.json:8:1  a ] is missing here"
    `)
  })

  test('sets with nothing in them, or too much', () => {
    const golden = (expectation: string) => `[{"id":"a","question":"Why?","trait":"x","expect":${expectation}}]`
    const texts = {
      'nothing at all': '',
      blanks: '   \n',
      'an empty list': '[]',
      'an empty list in an object': '{"goldens": []}',
      'an empty object': '{}',
      'a text': '"hello"',
      null: 'null',
      'something after the end': '[1]]',
      'deep brackets': `${'['.repeat(200)}${']'.repeat(200)}`,
      'brackets that would break the stack': '['.repeat(200_000),
      'a schema that accepts nothing': golden('{"json":false}'),
      'an asynchronous schema': golden('{"json":{"$async":true}}'),
      'a draft that is not supported': golden('{"json":{"$schema":"http://json-schema.org/draft-04/schema#"}}'),
      'a reference to nothing, deep in a schema': golden('{"json":{"properties":{"a":{"$ref":"#/$defs/b"}}}}'),
      'a wrong type deep in a schema': golden('{"json":{"properties":{"a":{"type":"text"}}}}'),
      'a broken pattern in a schema': golden('{"json":{"items":{"pattern":"[a-z"}}}'),
      'escapes that regular expressions do not know': golden('{"matches":["a",{"pattern":"x\\\\_y"},"\\\\d\\\\-"]}'),
      'flags that cannot be used': golden('{"matches":{"pattern":"a","flags":"g"}}'),
      'flags that exclude each other': golden('{"matches":{"pattern":"a","flags":"uv"}}'),
      'a pattern in the wrong form': golden('{"matches":{"patern":"a"}}'),
      'characters that steer terminals': '[{"id":"a","question":"Why?","trait":"x","\\u202e\\u001b[31mkey":1}]',
    }
    const messages = Object.entries(texts).map(([name, text]) => [
      name,
      errorOf(text).problems.map(({ line, column, message }) => `${line}:${column}  ${message}`),
    ])
    expect(Object.fromEntries(messages)).toMatchInlineSnapshot(`
      {
        "a broken pattern in a schema": [
          "1:68  expect.json is not a valid JSON Schema: pattern is not a valid regular expression: "[" at character 1 is not closed",
        ],
        "a draft that is not supported": [
          "1:70  expect.json is not a valid JSON Schema: draft-04 is not supported; use draft-07, 2019-09 or 2020-12 (the default without $schema)",
        ],
        "a pattern in the wrong form": [
          "1:62  expect.matches has no "pattern": the regular expression",
          "1:63  expect.matches has an unknown key "patern"; did you mean "pattern"?",
        ],
        "a reference to nothing, deep in a schema": [
          "1:59  expect.json is not a valid JSON Schema: can't resolve reference #/$defs/b from id #",
        ],
        "a schema that accepts nothing": [
          "1:59  expect.json is not a valid JSON Schema: false accepts no reply; for any JSON write true",
        ],
        "a text": [
          "1:1  a golden set must be an array of goldens, or an object with "goldens"",
        ],
        "a wrong type deep in a schema": [
          "1:86  expect.json is not a valid JSON Schema: properties/a/type must be equal to one of the allowed values",
        ],
        "an asynchronous schema": [
          "1:59  expect.json is not a valid JSON Schema: $async schemas are not supported",
        ],
        "an empty list": [
          "1:1  the set is empty; it must hold at least one golden",
        ],
        "an empty list in an object": [
          "1:13  the set is empty; it must hold at least one golden",
        ],
        "an empty object": [
          "1:1  the file has no "goldens": the list of goldens",
        ],
        "blanks": [
          "2:1  the file is empty; write [{ "id": "…", "question": "…", "trait": "…" }]",
        ],
        "brackets that would break the stack": [
          "1:1  brackets are nested more than 100 levels deep",
        ],
        "characters that steer terminals": [
          "1:42  the golden has an unknown key "\\u202e\\x1b[31mkey"; known are id, question, trait, messages, expect, expected_source, expected_tier, description, tags, repeats",
        ],
        "deep brackets": [
          "1:1  brackets are nested more than 100 levels deep",
        ],
        "escapes that regular expressions do not know": [
          "1:67  expect.matches[1] is not a valid regular expression: invalid escape "\\_" at character 2",
          "1:87  expect.matches[2] is not a valid regular expression: invalid escape "\\-" at character 3",
        ],
        "flags that cannot be used": [
          "1:85  expect.matches.flags is the text "g"; it may have i, m, s, and u or v",
        ],
        "flags that exclude each other": [
          "1:62  expect.matches is not a valid regular expression: invalid flags "uv"; use each of i, m, s, and u or v once",
        ],
        "nothing at all": [
          "1:1  the file is empty; write [{ "id": "…", "question": "…", "trait": "…" }]",
        ],
        "null": [
          "1:1  a golden set must be an array of goldens, or an object with "goldens"",
        ],
        "something after the end": [
          "1:4  unexpected text after the end of the JSON: remove it",
        ],
      }
    `)
  })

  test('more problems than a terminal can take are counted', () => {
    const { message, problems } = errorOf(JSON.stringify(Array.from({ length: 500 }, () => 1)))
    expect(problems).toHaveLength(500)
    expect(message.split('\n')).toHaveLength(203)
    expect(message).toMatch(/and 300 more$/)
  })
})

test('a number in place of its expectation is told what to write', () => {
  const text = JSON.stringify([{ ...plain[0], expect: { number: 42 } }])
  expect(errorOf(text).message).toContain('expect.number is 42; it must be an object such as { "value": 42 }')
})

describe('files', () => {
  test('a missing file: its path, how it is found, and what was probably meant', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'sample_set.json'), '[]')
    const message = await readGoldenSet(join(dir, 'sampel_set.json')).then(String, (error: Error) => error.message)
    expect(message.replaceAll(dir, 'DIR')).toMatchInlineSnapshot(
      `"golden set DIR/sampel_set.json: the file does not exist. A suite names its set relative to the suite file: describeGoldens('…', './sampel_set.json') looks beside it. Did you mean "sample_set.json"?"`,
    )
  })

  test('a folder, and bytes that are not UTF-8', async () => {
    const dir = await folder()
    const utf16 = join(dir, 'utf16.json')
    await writeFile(utf16, `\uFEFF${JSON.stringify(plain)}`, 'utf16le')
    const messages = await Promise.all(
      [dir, utf16].map((path) =>
        readGoldenSet(path).then(String, (error: Error) => error.message.replaceAll(dir, 'DIR')),
      ),
    )
    expect(messages).toMatchInlineSnapshot(`
      [
        "golden set DIR: this is a folder; name the JSON file in it",
        "golden set DIR/utf16.json: it is not valid UTF-8; save it with the encoding UTF-8",
      ]
    `)
  })

  test('a file that is fine', async () => {
    const path = join(await folder(), 'set.json')
    await writeFile(path, JSON.stringify(plain))
    expect(await readGoldenSet(path)).toEqual(plain)
  })
})

test('whatever the text, the answer is goldens or a GoldenSetError', () => {
  const golden = fc.record(
    {
      id: fc.oneof(fc.constantFrom('a', '__proto__'), fc.jsonValue()),
      question: fc.oneof(fc.string(), fc.jsonValue()),
      trait: fc.string(),
      expect: fc.oneof(
        fc.jsonValue(),
        fc.record({ json: fc.jsonValue(), matches: fc.string(), number: fc.jsonValue() }, { requiredKeys: [] }),
      ),
      messages: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'[]{},:"\\/* \n1e-.tnu\''.split('')), maxLength: 40 }),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.array(golden).map((value) => JSON.stringify(value)),
    fc.record({ goldens: fc.array(golden) }).map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const outcome = outcomeOf(text)
      const whole = outcome instanceof GoldenSetError ? null : (JSON.parse(text) as { goldens?: unknown })
      expect(outcome).toEqual(whole === null ? outcome : (whole.goldens ?? whole))
    }),
    { numRuns: 500 },
  )
})

describe('fingerprint', () => {
  const golden = {
    id: 'a',
    question: 'Why?',
    trait: 'x',
    expect: { contains: 'b', number: { value: 1, tolerance: 2 } },
  }

  test('is twelve hex digits and ignores the order of keys, the trait and the tags', () => {
    expect(fingerprint(golden)).toMatch(/^[0-9a-f]{12}$/)
    const turned = { tags: ['t'], expect: { number: { tolerance: 2, value: 1 }, contains: 'b' }, question: 'Why?' }
    expect(fingerprint({ ...turned, id: 'z', trait: 'y' })).toBe(fingerprint(golden))
  })

  test('changes with the question, the messages and the expectation', () => {
    const prints = [
      golden,
      { ...golden, question: 'How?' },
      { ...golden, expect: { contains: 'c' } },
      { ...golden, messages: [{ role: 'user' as const, content: 'Hi' }] as [{ role: 'user'; content: string }] },
    ].map((each) => fingerprint(each))
    expect(new Set(prints).size).toBe(4)
  })
})

test('the conversation of a golden ends with its question', () => {
  expect(
    conversationOf({ id: 'a', trait: 'x', question: 'And 3?', messages: [{ role: 'system', content: 'Be brief.' }] }),
  ).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'And 3?' },
  ])
})

test('the keys named in messages are those of the schema', () => {
  const { Golden, Message, Expectation } = schema.$defs
  expect(KNOWN_KEYS).toEqual({
    set: Object.keys(schema.oneOf[1]?.properties ?? {}),
    golden: Object.keys(Golden.properties),
    message: Object.keys(Message.properties),
    expect: Object.keys(Expectation.properties),
    matches: Object.keys(Expectation.properties.matches.properties),
    number: Object.keys(Expectation.properties.number.properties),
    phrase: Object.keys(Expectation.properties.contains.properties),
  })
})

describe('the committed sets', async () => {
  const committed = join(import.meta.dirname, '../../../../goldens')
  const names = (await readdir(committed)).filter((name) => name.endsWith('_set.json'))

  test('are there', () => {
    expect(names).toEqual(expect.arrayContaining(['knowledge_set.json', 'sample_set.json']))
  })

  test.for(names)('%s is valid and asks both models, most of it the main model', async (name) => {
    const goldens = await readGoldenSet(join(committed, name))
    const main = goldens.filter((golden) => weigh(conversationOf(golden)).value > 0.5).length / goldens.length
    expect(main).toBeGreaterThanOrEqual(0.5)
    expect(main).toBeLessThanOrEqual(0.7)
  })

  test('the sample set is in the plain three-field form', async () => {
    const text = await readFile(join(committed, 'sample_set.json'), 'utf8')
    for (const golden of JSON.parse(text) as object[]) expect(Object.keys(golden)).toEqual(['id', 'question', 'trait'])
  })

  test('the knowledge set has at least 100 goldens, each with an expectation and of a dozen traits', async () => {
    const goldens = await readGoldenSet(join(committed, 'knowledge_set.json'))
    expect(goldens.length).toBeGreaterThanOrEqual(100)
    expect(goldens.filter(({ expect }) => expect === undefined)).toEqual([])
    expect(new Set(goldens.map(({ trait }) => trait)).size).toBeLessThanOrEqual(12)
  })
})
