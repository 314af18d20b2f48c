import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runProgram } from '../../../../../src/models/embedded/install/program.ts'
import { temporaryFolder } from '../../../../support/folder.ts'

const node = (script: string, signal = new AbortController().signal, env?: Record<string, string>) =>
  runProgram(process.execPath, ['-e', script], signal, env)

test('adds variables to the environment of this process', async () => {
  const script = 'process.exit(process.env.ADDED === "yes" && process.env.PATH ? 0 : 1)'
  await expect(node(script, undefined, { ADDED: 'yes' })).resolves.toBeUndefined()
})

test('gives the program no input, and does not wait for its output to be read', async () => {
  const script = 'process.stdin.on("end", () => process.stdout.write("x".repeat(1e6), () => process.exit())).resume()'
  await expect(node(script)).resolves.toBeUndefined()
})

test('rejects with the exit code and the last lines of stderr', async () => {
  const error = await node('for (let i = 0; i < 20; i++) console.error("line " + i); process.exitCode = 3').catch(
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'ProgramError')
  expect(String(error)).toMatch(/ended with code 3\nline 12\n(line \d+\n){6}line 19$/)
})

test.skipIf(process.platform === 'win32')('names the signal that ended the program', async () => {
  await expect(node('process.kill(process.pid, "SIGKILL")')).rejects.toThrow(/ended by SIGKILL/)
})

test.skipIf(process.platform === 'win32')('rejects a program that is not installed', async () => {
  const running = runProgram('no-such-program', [], new AbortController().signal)
  await expect(running).rejects.toThrow('no-such-program is not installed')
})

test('stops the program when it is aborted, and rejects with the reason', async () => {
  const started = join(temporaryFolder(), 'started')
  const script = `require('fs').writeFileSync(${JSON.stringify(started)}, String(process.pid)); setInterval(() => {}, 1e3)`
  const controller = new AbortController()
  const running = node(script, controller.signal)
  while (!existsSync(started)) await wait(20)
  controller.abort(new Error('interrupted'))
  await expect(running).rejects.toThrow('interrupted')
  await expect(node('0', controller.signal)).rejects.toThrow('interrupted')
})
