import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWorkFolder } from '../../../../../src/provenance/query/duckdb/work-folder.ts'
import { temporaryFolder } from '../../../../support/folder.ts'
import { cached, expectEqualCounts, folders, many, parquetFiles } from '../../../../support/log-cache.ts'

/** Few long lines make a large log that is compared quickly: 2,300 bytes each. */
const LONG = { reply: 'x'.repeat(1_730) }

test.for(['SIGKILL', 'SIGTERM'] as const)('a process that is ended by %s leaves no text that stays', async (signal) => {
  const { folder, cache, log } = folders()
  const text = many(1_000, LONG)
  for (let part = 0; part < 3; part += 1) appendFileSync(log, text)
  const temporary = temporaryFolder()
  const script = join(import.meta.dirname, '../../../../fixtures/count-with-duckdb.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder, cache], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
  })
  const closed = once(child, 'close')
  while (textFiles(cache).length === 0 && child.exitCode === null) await wait(1)
  child.kill(signal)
  expect(await closed).toEqual([null, signal])

  expect(readdirSync(temporary, { recursive: true })).toEqual([])
  const [left = ''] = readdirSync(cache).filter((name) => name.startsWith('aios-log-'))
  expect(statSync(join(cache, left)).mode & 0o777).toBe(0o700)
  // A folder of a process that runs stays.
  const other = createWorkFolder(cache)
  const query = await cached(folder, cache)
  await expectEqualCounts(query, folder)
  const name = /^aios-log-[0-9a-f]+-\d+-/
  const own = name.exec(basename(other))?.[0] ?? ''
  expect(readdirSync(cache).filter((each) => name.test(each) && !each.startsWith(own))).toEqual([])
  expect(readdirSync(cache)).toContain(basename(other))
})

test('a query that is closed leaves no temporary files', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(750, LONG))
  const query = await cached(folder, cache)
  await query.counts()
  expect(textFiles(cache)).toEqual([])
  query.close()
  // Events may be on their way into memory.
  await expect
    .poll(() => readdirSync(cache).filter((name) => name.startsWith('aios-log-')), { timeout: 20_000 })
    .toEqual([])
})

test('a query that is closed while it reads a log ends early, and leaves whole Parquet files only', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(1_000, LONG).repeat(6))
  let pieces = 0
  const query = await cached(folder, cache, {
    async pause() {
      pieces += 1
      if (pieces === 3) query.close()
    },
  })
  await expect(query.counts()).rejects.toThrow('closed')
  expect(pieces).toBe(3)
  expect(readdirSync(cache).filter((name) => name.startsWith('aios-log-'))).toEqual([])
  const made = parquetFiles(cache)
  expect(made.length).toBeGreaterThan(0)
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(parquetFiles(cache)).toEqual(expect.arrayContaining(made))
})

/** Text of a log that DuckDB reads. */
function textFiles(cache: string): string[] {
  try {
    return readdirSync(cache, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ndjson'))
  } catch {
    return []
  }
}
