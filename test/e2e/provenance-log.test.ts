import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openProvenanceLog } from '../../src/provenance/log.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { temporaryFolder } from '../support/folder.ts'

const SCRIPT = join(import.meta.dirname, '../fixtures/append-events.ts')
const COUNT = 10_000

const logIn = (dir: string) => join(dir, 'provenance.ndjson')

interface Writer {
  child: ChildProcess
  go: () => void
  /** What the process says of its log when it is done. */
  done: Promise<{ tornBytes: number; error: string | null }>
}

/** Starts a process that writes `count` events and waits for `go`. `limit`: largest file it may write, in KB. */
async function writer(dir: string, name: string, count: number, length: number, limit?: number): Promise<Writer> {
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    SCRIPT,
    dir,
    name,
    String(count),
    String(length),
  ]
  const [command = '', ...args] =
    limit === undefined ? node : ['bash', '-c', `ulimit -f ${limit}; trap '' XFSZ; exec "$@"`, 'bash', ...node]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child.stdout, 'data')
  const done = once(child, 'close').then(
    () => JSON.parse(said.replace('ready\n', '')) as { tornBytes: number; error: string | null },
  )
  // A writer that is killed says nothing.
  done.catch(() => {})
  return { child, done, go: () => void child.stdin.write('go\n') }
}

function idsOf(lines: readonly string[]): string[] {
  return lines.map((line) => (JSON.parse(line) as { msg_id: string }).msg_id)
}

test('two processes that append at once lose, tear and interleave nothing', { timeout: 120_000 }, async () => {
  const dir = join(temporaryFolder(), '.aios')
  const writers = await Promise.all(['a', 'b'].map((name) => writer(dir, name, COUNT, 9_000)))
  for (const each of writers) each.go()
  expect(await Promise.all(writers.map((each) => each.done))).toStrictEqual([
    { tornBytes: 0, error: null },
    { tornBytes: 0, error: null },
  ])
  const lines = readFileSync(logIn(dir), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const ids = idsOf(lines)
  for (const name of ['a', 'b']) {
    const own = ids.filter((id) => id.startsWith(name)).map((id) => Number(id.slice(2)))
    expect(own.length).toBe(COUNT)
    expect(own.every((number, index) => number === index)).toBe(true)
  }
  // The writes must interleave, or the test shows nothing.
  expect(ids.slice(0, COUNT).some((id) => id.startsWith('b'))).toBe(true)
  expect(ids.slice(0, COUNT).some((id) => id.startsWith('a'))).toBe(true)
})

test(
  'kill -9 leaves every complete line, and the next run goes on after a torn one',
  { timeout: 120_000 },
  async () => {
    const dir = join(temporaryFolder(), '.aios')
    let complete = 0
    for (let round = 0; round < 8; round += 1) {
      const { child, go } = await writer(dir, `r${round}-`, 1_000_000, 400_000)
      const before = existsSync(logIn(dir)) ? statSync(logIn(dir)).size : 0
      go()
      while (!existsSync(logIn(dir)) || statSync(logIn(dir)).size < before + 200_000) await wait(1)
      await wait(round * 3)
      child.kill('SIGKILL')
      await once(child, 'close')
      const bytes = readFileSync(logIn(dir))
      const tail = bytes.length - 1 - bytes.lastIndexOf(0x0a)

      const log = openProvenanceLog(dir)
      log.append(sampleEvent({ msg_id: `after ${round}` }))
      log.close()
      expect(log).toMatchObject({ error: null, tornBytes: tail })
      const lines = readFileSync(logIn(dir), 'utf8').split('\n').slice(0, -1)
      const readable = lines.filter((line) => line.endsWith('}'))
      expect(lines.length - readable.length).toBeLessThanOrEqual(round + 1)
      expect(idsOf(readable).at(-1)).toBe(`after ${round}`)
      expect(readable.length).toBeGreaterThan(complete)
      complete = readable.length
    }
  },
)

test.skipIf(process.platform === 'win32')(
  'a file size limit that cuts a line is an error; the next run repairs the line',
  { timeout: 60_000 },
  async () => {
    const dir = join(temporaryFolder(), '.aios')
    const limited = await writer(dir, 'a', 1_000, 3_000, 256)
    limited.go()
    expect(await limited.done).toStrictEqual({
      tornBytes: 0,
      error:
        `aios: cannot write the provenance log ${logIn(dir)}: the file may not grow any further (EFBIG)\n` +
        '  move the log away, raise the limit, or set AIOS_DIR to a folder that can be written',
    })
    const bytes = readFileSync(logIn(dir))
    expect(bytes.length).toBe(256 * 1024)
    const tail = bytes.length - 1 - bytes.lastIndexOf(0x0a)
    expect(tail).toBeGreaterThan(0)
    const log = openProvenanceLog(dir)
    log.append(sampleEvent({ msg_id: 'after' }))
    log.close()
    expect(log).toMatchObject({ error: null, tornBytes: tail })
    const lines = readFileSync(logIn(dir), 'utf8').split('\n').slice(0, -1)
    expect(lines.filter((line) => !line.endsWith('}'))).toHaveLength(1)
    expect(idsOf(lines.filter((line) => line.endsWith('}'))).at(-1)).toBe('after')
  },
)
