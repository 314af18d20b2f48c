import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { environment, type Project } from './project.ts'

const cli = join(import.meta.dirname, '../../dist/cli.js')

/** How a command is killed. */
export interface Kills {
  args: readonly string[]
  env?: Record<string, string>
  /** Default 20. */
  kills?: number
  /** Before each call. */
  before?: () => void | Promise<void>
  /** After each call, with whether it was killed: throws where the files are damaged. */
  after: (killed: boolean) => void | Promise<void>
}

/**
 * Runs `aios <args>` once to its end, then again and again, and kills each of these calls (SIGKILL) at a random moment of
 * the second half of that time, which the work is in. Returns how many were killed before their end.
 */
export async function killRepeatedly(
  project: Project,
  { args, env = {}, kills = 20, before, after }: Kills,
): Promise<number> {
  await before?.()
  const started = performance.now()
  await callOf(project, args, env)
  const duration = performance.now() - started
  await after(false)
  let killed = 0
  for (let kill = 0; kill < kills; kill += 1) {
    await before?.()
    const isKilled = await callOf(project, args, env, duration * (0.5 + 0.5 * Math.random()))
    if (isKilled) killed += 1
    await after(isKilled)
  }
  return killed
}

/** Whether the call was killed before its end. */
async function callOf(
  project: Project,
  args: readonly string[],
  env: Record<string, string>,
  killAfter?: number,
): Promise<boolean> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: project.dir, env: environment(env), stdio: 'ignore' })
  const closed = once(child, 'close')
  if (killAfter !== undefined) {
    await Promise.race([closed, wait(killAfter)])
    child.kill('SIGKILL')
  }
  const [, signal] = (await closed) as [number | null, NodeJS.Signals | null]
  return signal === 'SIGKILL'
}
