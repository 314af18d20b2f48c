import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import { readLog } from '../../src/provenance/read.ts'
import { rotateLog } from '../../src/provenance/rotation.ts'
import { temporaryFolder } from '../support/folder.ts'

const KILLS = 20

async function start(script: string, ...args: string[]): Promise<ChildProcess> {
  const node = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../fixtures', script), ...args]
  const child = spawn(process.execPath, node, { stdio: ['pipe', 'pipe', 'inherit'] })
  if (child.stdout !== null) await once(child.stdout, 'data')
  return child
}

test(
  `${KILLS} kills in the middle of rotations lose and repeat nothing of two writers`,
  { timeout: 300_000 },
  async () => {
    const dir = join(temporaryFolder(), '.aios')
    const writers = await Promise.all(['a', 'b'].map((name) => start('append-until-stopped.ts', dir, name)))
    const written = Promise.all(
      writers.map(
        async ({ stdout }) => JSON.parse(await text(stdout as Readable)) as { count: number; error: string | null },
      ),
    )
    for (let kill = 0; kill < KILLS; kill += 1) {
      const rotator = await start('rotate-log.ts', dir)
      await wait(20 + Math.random() * 200)
      rotator.kill('SIGKILL')
      await once(rotator, 'close')
    }
    for (const { stdin } of writers) stdin?.end()
    const [a, b] = await written
    expect([a?.error, b?.error]).toEqual([null, null])

    const counts = new Map<string, number>()
    const reading = readLog(dir)
    for await (const event of reading.events) {
      if ('msg_id' in event) counts.set(event.msg_id, (counts.get(event.msg_id) ?? 0) + 1)
    }
    expect(reading.skipped).toMatchObject({ broken: 0, unreadable: [] })
    expect(counts.size).toBe((a?.count ?? 0) + (b?.count ?? 0))
    expect([...counts.values()].every((count) => count === 1)).toBe(true)
    // Rotations must have been killed, or the test shows nothing.
    expect(reading.files.length).toBeGreaterThan(KILLS)

    await rotateLog(dir, { ...DEFAULTS.LogOptions, keep: 100_000 }, { settledAfterMs: 0 })
    expect(readdirSync(dir).filter((name) => /\d\.ndjson$/.test(name))).toEqual([])
  },
)
