import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import validate from '../../../schemas/generated/router-state.validate.js'
import { addIncrement, freshState, type Increment, type RouterState } from '../../../src/router/state.ts'
import { fileStore, StoreError } from '../../../src/router/stores/index.ts'
import { LostLock, whileLocked } from '../../../src/file-lock.ts'
import { MACHINE, ownerLine } from '../../../src/lock-owner.ts'
import { oneOutcome } from '../../fixtures/one-outcome.ts'
import { aMove } from '../../fixtures/router-increments.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** A store on `state.json` with this content in a new folder, and its warnings. */
function storeWith(content?: string | object) {
  const folder = temporaryFolder()
  const path = join(folder, 'state.json')
  if (content !== undefined) writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  const warnings: string[] = []
  const store = fileStore(path, { warn: (warning) => void warnings.push(warning) })
  /** The other files of the folder, with `<time>` for the time in their names. */
  const others = () =>
    readdirSync(folder)
      .filter((name) => name !== 'state.json')
      .map((name) => ({ name: name.replace(/\d{8}T\d{9}Z/, '<time>'), text: readFileSync(join(folder, name), 'utf8') }))
  const onDisk = () => JSON.parse(readFileSync(path, 'utf8')) as RouterState
  return { folder, path, store, warnings, others, onDisk }
}

const state = addIncrement(freshState('2026-11-25T12:00:00.000Z'), oneOutcome(), '2026-11-25T12:00:01.000Z')

test('writes an indented file that matches its schema', async () => {
  const { path, store } = storeWith()
  await store.add(oneOutcome(), 'a')
  const text = readFileSync(path, 'utf8')
  expect(validate(JSON.parse(text))).toBe(true)
  expect(text).toMatch(/^\{\n {2}"schema_version": "2.0",\n/)
  expect(text.endsWith('}\n')).toBe(true)
  expect(store.place).toBe(path)
})

test('creates folder and file with the first write, and leaves no other file', async () => {
  const folder = join(temporaryFolder(), 'not', 'yet')
  const store = fileStore(join(folder, 'state.json'))
  await store.load()
  await store.reset()
  await store.commit(aMove(), 3)
  expect(existsSync(join(folder, 'state.json'))).toBe(false)
  await store.add(oneOutcome(), 'a')
  expect(readdirSync(folder)).toStrictEqual(['state.json'])
  await store.close()
})

test('writes many concurrent outcomes in few writes', async () => {
  const { path, store } = storeWith()
  const files = new Set<bigint>()
  const adds = Array.from({ length: 500 }, async (_, index) => {
    await store.add(oneOutcome(), String(index))
    files.add(lstatSync(path, { bigint: true }).mtimeNs)
  })
  await Promise.all(adds)
  expect((await store.load()).buckets.treatment.sample_count).toBe(500)
  expect(files.size).toBeLessThan(10)
})

test('starts a new experiment if the file is deleted while the store is open', async () => {
  const { path, store, onDisk } = storeWith(state)
  await store.commit(aMove(), 0)
  rmSync(path)
  expect(await store.add(oneOutcome(1), 'a')).toMatchObject({ generation: 0, boundary: 0.5 })
  expect(onDisk().buckets.treatment.sample_count).toBe(1)
})

test('reset deletes only the state', async () => {
  const { folder, store } = storeWith(state)
  writeFileSync(join(folder, 'state.corrupt-20261125T120000000Z.json'), 'kept')
  await store.reset()
  expect(readdirSync(folder)).toStrictEqual(['state.corrupt-20261125T120000000Z.json'])
})

describe('an unusable file', () => {
  const cases: [string, string | object, 'corrupt' | 'newer', string][] = [
    ['empty', '', 'corrupt', 'is damaged (it is not JSON)'],
    ['truncated', JSON.stringify(state).slice(0, 400), 'corrupt', 'is damaged (it is not JSON)'],
    ['an array', [1], 'corrupt', 'is damaged (the whole file must be object)'],
    [
      'an empty object',
      {},
      'corrupt',
      `is damaged (the whole file must have required property 'schema_version', and 7 more)`,
    ],
    ['with a negative count', withCount(-1), 'corrupt', 'is damaged (/buckets/control/sample_count must be >= 0)'],
    ['with null as a count', withCount(null), 'corrupt', 'is damaged (/buckets/control/sample_count must be number)'],
    [
      'with a control sequence in a key',
      { ...state, '\u001b[2Jx': 1 },
      'corrupt',
      String.raw`is damaged (the whole file has an unknown key "\x1b[2Jx")`,
    ],
    [
      'of version 3',
      { schema_version: '3.0', rest: 1 },
      'newer',
      'has another version (a newer vitest-aios wrote it, schema 3.0, and this one reads 2.0)',
    ],
    [
      'of version 2.1',
      { ...state, schema_version: '2.1' },
      'newer',
      'has another version (a newer vitest-aios wrote it, schema 2.1, and this one reads 2.0)',
    ],
  ]

  test.for(cases)('%s: load warns once and does not change it', async ([, content, , why]) => {
    const { path, store, warnings, others } = storeWith(content)
    const before = readFileSync(path, 'utf8')
    expect(await store.load()).toMatchObject({ boundary: 0.5, generation: 0 })
    await store.load()
    expect(warnings).toStrictEqual([
      `aios: the router's state ${path} ${why}: the boundary starts at 0.5, and the first outcome renames the file`,
    ])
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(others()).toStrictEqual([])
  })

  test.for(cases)('%s: the first outcome renames it', async ([, content, kind, why]) => {
    const { folder, path, store, warnings, others, onDisk } = storeWith(content)
    const before = readFileSync(path, 'utf8')
    await store.add(oneOutcome(), 'a')
    await store.add(oneOutcome(), 'b')
    expect(onDisk().buckets.treatment.sample_count).toBe(2)
    expect(others()).toStrictEqual([{ name: `state.${kind}-<time>.json`, text: before }])
    const kept = readdirSync(folder).find((name) => name.includes(kind)) ?? ''
    expect(warnings).toStrictEqual([
      `aios: the router's state ${path} ${why}: it is kept as ${join(folder, kept)}, and the boundary starts at 0.5`,
    ])
  })

  test.each([
    ['outcomes', (text: string) => text.replace('"sample_count":1,', '"sample_count":1e300,'), 'sample_count'],
    ['seconds', (text: string) => text.replace(/"latency_sum_s":[\d.]+/, '"latency_sum_s":1e308'), 'latency_sum_s'],
    ['moves', (text: string) => text.replace('"generation":0', '"generation":1e18'), 'generation'],
    [
      'messages in a cell',
      (text: string) => {
        const changed = JSON.parse(text) as RouterState
        const side = { n: 1, utility_sum: 1, slow: 0 }
        const sums = { conversations: 1, effect_sum: 0, effect_squares: 0, effect_products: 0 }
        changed.since_move.epochs = { '0': { '0': { n: 1e15, ...sums, main_model: side, embedder: side } } }
        return JSON.stringify(changed)
      },
      '/n',
    ],
    [
      'outcomes in an older format',
      () => '{ "buckets": { "control": { "sample_count": 5e17 }, "treatment": {} } }',
      'sample_count',
    ],
  ])('an implausible number of %s', async (_, change, name) => {
    const text = change(JSON.stringify(state))
    const { store, warnings, others } = storeWith(text)
    expect((await store.load()).buckets.treatment.sample_count).toBe(0)
    await store.add(oneOutcome(), 'a')
    expect(others()).toStrictEqual([{ name: 'state.corrupt-<time>.json', text }])
    expect(warnings[0]).toMatch(new RegExp(`is damaged \\(/.*${name} must be at most [\\de+.]+, got [\\de+.]+\\)`))
  })

  test('keeps all files that were renamed before', async () => {
    const { folder, path, store } = storeWith('state 0')
    const written = ['state 0']
    // Several are renamed within one millisecond, and each needs its own name.
    for (let number = 1; number < 40; number++) {
      await store.add(oneOutcome(), `outcome ${number}`)
      written.push(`state ${number}`)
      writeFileSync(path, `state ${number}`)
    }
    await store.add(oneOutcome(), 'the last')
    const renamed = readdirSync(folder).filter((name) => /^state\.corrupt-\d{8}T\d{9}Z(-\d+)?\.json$/.test(name))
    expect(renamed.map((name) => readFileSync(join(folder, name), 'utf8')).sort()).toStrictEqual(written.sort())
  })
})

describe('a file of an older router', () => {
  const buckets = { control: { sample_count: 12, avg_quality: 0.8 }, treatment: { sample_count: 9.0, latencies: [1] } }

  test.for<[string, object, { control: number; treatment: number; boundary: number }]>([
    ['with a boundary', { buckets, boundary: 0.53 }, { control: 12, treatment: 9, boundary: 0.53 }],
    [
      'with a current_boundary',
      { schema_version: '1.0', buckets, current_boundary: 0.47 },
      { control: 12, treatment: 9, boundary: 0.47 },
    ],
    [
      'with a boundary in the bucket',
      { schema_version: '0.9', buckets: { ...buckets, treatment: { boundary: 0.51 } } },
      { control: 12, treatment: 0, boundary: 0.51 },
    ],
    ['with a boundary beyond maxDrift', { buckets, boundary: 0.9 }, { control: 12, treatment: 9, boundary: 0.58 }],
    ['without a boundary', { buckets }, { control: 12, treatment: 9, boundary: 0.5 }],
    [
      'with invalid values',
      { buckets: { control: { sample_count: '12' }, treatment: { sample_count: -3 } }, boundary: 'x' },
      { control: 0, treatment: 0, boundary: 0.5 },
    ],
    [
      'with null for values',
      { buckets: { control: null }, boundary: null },
      { control: 0, treatment: 0, boundary: 0.5 },
    ],
    ['with only a boundary', { boundary: 0.45 }, { control: 0, treatment: 0, boundary: 0.45 }],
  ])('%s', async ([, content, { control, treatment, boundary }]) => {
    const { path, folder, store, warnings, others } = storeWith(content)
    const read = await store.load()
    expect(validate(read)).toBe(true)
    expect(read.boundary).toBe(boundary)
    expect(read.buckets.control.sample_count).toBe(control)
    expect(read.buckets.treatment.sample_count).toBe(treatment)
    expect(warnings).toStrictEqual([])
    const after = await store.add(oneOutcome(), 'a')
    expect(after.boundary).toBe(boundary)
    expect(after.buckets.treatment.sample_count).toBe(treatment + 1)
    expect(others()).toStrictEqual([{ name: 'state.older-<time>.json', text: JSON.stringify(content) }])
    expect(warnings).toStrictEqual([
      `aios: the router's state ${path} has another version (it has an older format): it is kept as ` +
        `${join(folder, readdirSync(folder).find((name) => name.includes('older')) ?? '')}, and its counts and its boundary ${boundary} are used`,
    ])
  })

  test('from the runbook: keeps offset, buckets of conversations, and time', async () => {
    const content = {
      timestamp: '2024-02-29T23:59:58.000123',
      buckets: {
        control: { boundary_offset: 0.0, sample_count: 40, quality_score: 0.5 },
        treatment: { boundary_offset: -0.07, sample_count: 41, quality_score: 0.61, avg_latency_ms: 900.5 },
      },
      conversation_buckets: { 'talk 1': 'treatment', constructor: 'control', odd: 'both' },
    }
    const { store, onDisk } = storeWith(content)
    const kept = { 'talk 1': 'treatment', constructor: 'control' }
    const read = await store.load()
    expect(validate(read)).toBe(true)
    expect(read).toMatchObject({ boundary: 0.43, conversation_buckets: kept, updated_at: '2024-02-29T23:59:58.000Z' })
    await store.add(oneOutcome(), 'a')
    await store.commit(aMove(), 0)
    expect(onDisk()).toMatchObject({ boundary: aMove().to, conversation_buckets: kept })
    expect(onDisk().buckets.control.sample_count).toBe(40)
  })

  test.each([
    [0.4, 0.58],
    [-3, 0.42],
    [0.08, 0.58],
    ['0.03', 0.5],
  ])('with a boundary offset of %j', async (offset, boundary) => {
    const { store } = storeWith({ buckets: { control: {}, treatment: { boundary_offset: offset } } })
    expect((await store.load()).boundary).toBe(boundary)
  })

  test('with an infinite count', async () => {
    const { store } = storeWith('{ "buckets": { "control": { "sample_count": 1e999 }, "treatment": {} } }')
    expect((await store.load()).buckets.control.sample_count).toBe(0)
  })
})

describe('an unusable path', () => {
  test('a folder', async () => {
    const { path, store } = storeWith()
    mkdirSync(path)
    const remedy = 'move that folder away, or keep the state in another folder'
    const reason = 'a folder is in its place (EISDIR)'
    const message = (doing: string) => `aios: the router's state ${path} cannot be ${doing}: ${reason}\n  ${remedy}`
    await expect(store.load()).rejects.toThrow(new StoreError(path, 'read', reason, remedy))
    await expect(store.add(oneOutcome(), 'a')).rejects.toThrow(message('written'))
    await expect(store.reset()).rejects.toThrow(message('written'))
    expect(readdirSync(path)).toStrictEqual([])
  })

  test('a path below a file', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), 'kept')
    const store = fileStore(join(folder, 'file', 'state.json'))
    await expect(store.add(oneOutcome(), 'a')).rejects.toThrow(
      /a file is where its folder should be \((ENOTDIR|EEXIST)\)/,
    )
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept')
  })

  test.skipIf(!existsSync('/dev/full'))('a device', async () => {
    const { path, store } = storeWith()
    symlinkSync('/dev/full', path)
    await expect(store.load()).rejects.toThrow('it is not a regular file')
    await expect(store.add(oneOutcome(), 'a')).rejects.toThrow('it is not a regular file')
    expect(readdirSync('/dev').filter((name) => name.startsWith('full'))).toStrictEqual(['full'])
  })

  test('a loop of links', async () => {
    const { path, store } = storeWith()
    symlinkSync(path, path)
    await expect(store.add(oneOutcome(), 'a')).rejects.toThrow('its symbolic links form a loop (ELOOP)')
  })

  test('writes the next outcome after the problem is fixed', async () => {
    const { path, store, onDisk } = storeWith()
    mkdirSync(path)
    await expect(store.add(oneOutcome(), 'a')).rejects.toThrow(StoreError)
    rmSync(path, { recursive: true })
    await store.add(oneOutcome(), 'a')
    expect(onDisk().buckets.treatment.sample_count).toBe(1)
  })
})

describe('several paths to one file', () => {
  test('share one state through links to the file and to its folder, and keep the links', async () => {
    const { folder, path, onDisk } = storeWith(state)
    const other = temporaryFolder()
    symlinkSync(path, join(other, 'link.json'))
    symlinkSync(folder, join(other, 'folder'))
    const paths = [path, join(other, 'link.json'), join(other, 'folder', 'state.json'), join(folder, '.', 'state.json')]
    const stores = paths.map((each) => fileStore(each))
    await Promise.all(
      stores.flatMap((store) => Array.from({ length: 20 }, (_, index) => store.add(oneOutcome(), String(index)))),
    )
    expect(onDisk().buckets.treatment.sample_count).toBe(81)
    expect(lstatSync(join(other, 'link.json')).isSymbolicLink()).toBe(true)
    expect(readdirSync(folder)).toStrictEqual(['state.json'])
    expect(readdirSync(other).sort()).toStrictEqual(['folder', 'link.json'])
  })

  test('include a link to a missing file', async () => {
    const { folder, path, onDisk } = storeWith()
    const link = join(temporaryFolder(), 'link.json')
    symlinkSync(path, link)
    await Promise.all([fileStore(link).add(oneOutcome(), 'a'), fileStore(path).add(oneOutcome(), 'b')])
    expect(onDisk().buckets.treatment.sample_count).toBe(2)
    expect(readdirSync(folder)).toStrictEqual(['state.json'])
  })

  test('keep the permissions of the file', async () => {
    const { path, store } = storeWith(state)
    const mode = 0o640
    chmodSync(path, mode)
    await store.add(oneOutcome(), 'a')
    expect(lstatSync(path).mode & 0o777).toBe(mode)
  })
})

describe('a stale lock', () => {
  const dead = 999_999_999

  /** Adds an outcome beside a stale lock with a text; how long that took, and which files are left. */
  async function addBeside(text: string) {
    const { folder, path, store } = storeWith()
    symlinkSync(text, `${path}.lock`)
    writeFileSync(`${path}.11111111-token.tmp`, '{"half')
    const start = performance.now()
    await store.add(oneOutcome(), 'a')
    return { tookMs: performance.now() - start, left: readdirSync(folder).filter((name) => name !== 'state.json') }
  }

  test('of an ended process is removed', async () => {
    const { tookMs, left } = await addBeside(ownerText(dead))
    expect(tookMs).toBeLessThan(1_000)
    expect(left).toStrictEqual([])
  })

  test('of another machine, or without an owner, is removed', { timeout: 20_000 }, async () => {
    const texts = [`[11111111-token ${process.pid} elsewhere]`, 'x']
    const [elsewhere, unknown] = await Promise.all(texts.map(addBeside))
    expect(elsewhere?.tookMs).toBeLessThan(5_000)
    expect(elsewhere?.left).toStrictEqual([])
    expect(unknown?.tookMs).toBeLessThan(5_000)
    expect(unknown?.left).toStrictEqual(['state.json.11111111-token.tmp'])
  })

  test('is detected without the clock of the disk', { timeout: 20_000 }, async () => {
    const times = [0, Date.now() / 1_000 + 1e6]
    const removed = times.map(async (time) => {
      const { folder, path, store } = storeWith()
      writeFileSync(`${path}.lock`, `[11111111-token ${process.pid} elsewhere]`)
      utimesSync(`${path}.lock`, time, time)
      const start = performance.now()
      await store.add(oneOutcome(), 'a')
      expect(performance.now() - start, `${time}`).toBeGreaterThan(2_900)
      expect(performance.now() - start, `${time}`).toBeLessThan(5_000)
      expect(readdirSync(folder)).toStrictEqual(['state.json'])
    })
    await Promise.all(removed)
  })

  test('of a process that was killed while it removed a lock is removed, with that lock', async () => {
    const { folder, path, store } = storeWith()
    symlinkSync(ownerText(dead), `${path}.lock`)
    symlinkSync(ownerText(dead), `${path}.lock.removal`)
    await store.add(oneOutcome(), 'a')
    expect(readdirSync(folder)).toStrictEqual(['state.json'])
  })

  test('that was taken from a paused holder makes the holder fail, and leaves the new lock', async () => {
    const path = join(temporaryFolder(), 'state.json')
    const held = whileLocked(path, (lock) => {
      rmSync(`${path}.lock`)
      symlinkSync(ownerText(process.pid), `${path}.lock`)
      lock.assertHeld()
    })
    await expect(held).rejects.toThrow(LostLock)
    expect(readlinkSync(`${path}.lock`)).toBe(ownerText(process.pid))
  })

  function ownerText(pid: number): string {
    return ownerLine({ token: '11111111-token', pid, machine: MACHINE })
  }
})

describe('rejects an invalid increment and saves concurrent valid ones', () => {
  const bucket = (treatment: object) => ({ ...oneOutcome(), buckets: { treatment } }) as Increment
  const epochs = (epochs: object) => ({ ...oneOutcome(), since_move: { buckets: {}, epochs } }) as Increment

  test.for<[string, Increment, RegExp]>([
    ['not a number', bucket({ quality_sum: NaN }), /\/buckets\/treatment\/quality_sum must be number/],
    ['infinite', bucket({ latency_sum_s: Infinity }), /\/buckets\/treatment\/latency_sum_s must be number/],
    ['a negative count', bucket({ sample_count: -1 }), /\/buckets\/treatment\/sample_count must be >= 0/],
    ['an unknown sum', bucket({ surprise: 1 }), /\/buckets\/treatment has an unknown key "surprise"/],
    ['an epoch without a number', epochs({ 'a b': {} }), /\/since_move\/epochs has an unknown key "a b"$/],
    ['an unknown cell', epochs({ 7: { 6: { n: 1 } } }), /\/since_move\/epochs\/7 has an unknown key "6"$/],
    ['a fractional generation', { ...oneOutcome(), generation: 0.5 }, /\/generation must be integer/],
  ])('%s', async ([, increment, message]) => {
    const { store, onDisk } = storeWith()
    const valid = store.add(oneOutcome(), 'a')
    await expect(store.add(increment, 'b')).rejects.toThrow(message)
    await valid
    expect(onDisk().buckets.treatment.sample_count).toBe(1)
  })

  test('a sum that becomes infinite', async () => {
    const { store, onDisk } = storeWith()
    const most = epochs({ 7: { 2: { effect_squares: Number.MAX_VALUE } } })
    const [first, second, third] = await Promise.allSettled([
      store.add(most, 'a'),
      store.add(most, 'b'),
      store.add(oneOutcome(), 'c'),
    ])
    expect([first.status, second.status, third.status]).toStrictEqual(['fulfilled', 'rejected', 'fulfilled'])
    const { buckets, since_move: since } = onDisk()
    expect(buckets.treatment.sample_count).toBe(2)
    expect(since.epochs[7]?.[2]?.effect_squares).toBe(Number.MAX_VALUE)
  })
})

function withCount(count: number | null): object {
  return { ...state, buckets: { ...state.buckets, control: { ...state.buckets.control, sample_count: count } } }
}
