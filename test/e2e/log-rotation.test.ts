import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import { rotateLog } from '../../src/provenance/rotation.ts'
import { temporaryFolder } from '../support/folder.ts'
import { messagesIn, startLogWriter } from '../support/log-writers.ts'

const KILLS = 20

test(
  `${KILLS} kills in the middle of rotations lose and repeat nothing of two writers`,
  { timeout: 300_000 },
  async () => {
    const dir = join(temporaryFolder(), '.aios')
    const writers = await Promise.all(
      ['a', 'b'].map((name) => startLogWriter('append-until-stopped.ts', dir, name, '10')),
    )
    const script = join(import.meta.dirname, '../fixtures/rotate-log.ts')
    for (let kill = 0; kill < KILLS; kill += 1) {
      const rotator = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, dir], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      await once(rotator.stdout, 'data')
      await wait(10 + Math.random() * 60)
      rotator.kill('SIGKILL')
      await once(rotator, 'close')
    }
    const [a = 0, b = 0] = await Promise.all(writers.map((writer) => writer.stop()))
    const { ids, repeated, skipped, files } = await messagesIn(dir)
    expect(skipped).toMatchObject({ broken: 0, unreadable: [] })
    expect(ids.size).toBe(a + b)
    expect(repeated).toEqual([])
    // Rotations must have been killed, or the test shows nothing.
    expect(files.length).toBeGreaterThan(KILLS)

    await rotateLog(dir, { ...DEFAULTS.LogOptions, keep: 100_000 }, { settledAfterMs: 0 })
    expect(readdirSync(dir).filter((name) => /\d\.ndjson$/.test(name))).toEqual([])
  },
)
