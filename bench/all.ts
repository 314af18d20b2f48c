// Every benchmark, one after the other; exits with 1 when a goal is missed.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const names = [
  'stored',
  'empty',
  'fixed',
  'replay',
  'overhead',
  'slots',
  'memory',
  'scale',
  'evidence',
  'router/decision',
  'router/stores',
  'router/weight',
  'router/simulation',
]
for (const name of names) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
