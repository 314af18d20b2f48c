import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { endTurn, takeTurn } from '../../support/turn.ts'

const script = join(import.meta.dirname, '../../support/turn.ts')

/** Takes the turn in another process, which kills itself while it has it. */
function takeAndDie(file: string) {
  const code = `const { takeTurn } = await import(process.argv[1])
if (takeTurn(process.argv[2])) process.kill(process.pid, 'SIGKILL')`
  return spawnSync(process.execPath, ['--input-type=module', '-e', code, script, file])
}

test('is taken by one at a time, and again after its end', () => {
  const file = join(temporaryFolder(), 'making-it')
  expect([takeTurn(file), takeTurn(file)]).toStrictEqual([true, false])
  endTurn(file)
  expect(takeTurn(file)).toBe(true)
})

test('rejects a turn whose process was killed', () => {
  const file = join(temporaryFolder(), 'making-it')
  expect(takeAndDie(file).signal).toBe('SIGKILL')
  expect(existsSync(file)).toBe(true)
  expect(() => takeTurn(file)).toThrow(`the process that had the turn ended before it was done: ${file}`)
})
