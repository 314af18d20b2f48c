import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { environment, type Project } from './project.ts'

const cli = join(import.meta.dirname, '../../dist/cli.js')

/** How a command is killed. */
export interface Kills {
  args: readonly string[]
  env?: Record<string, string>
  /** Default 8. */
  kills?: number
  /** Before each call. */
  before?: () => void | Promise<void>
  /** After each call, with whether it was killed: throws where the files are damaged. */
  after: (killed: boolean) => void | Promise<void>
}

/**
 * Runs `aios <args>` once to its end, then again and again, and kills each of these calls (SIGKILL): most of them shortly
 * after they made or renamed their first file, every fourth at a random moment of the second half of that time.
 * Returns how many were killed before their end.
 */
export async function killRepeatedly(
  project: Project,
  { args, env = {}, kills = 8, before, after }: Kills,
): Promise<number> {
  await before?.()
  const started = performance.now()
  await callOf(project, args, env)
  const duration = performance.now() - started
  await after(false)
  let killed = 0
  for (let kill = 0; kill < kills; kill += 1) {
    await before?.()
    const isKilled = await callOf(project, args, env, async (signal) => {
      if (kill % 4 === 0) return wait(duration * (0.5 + 0.5 * Math.random()), undefined, { signal })
      await firstFile(project.dir, signal)
      await wait(0.2 * duration * Math.random(), undefined, { signal })
    })
    if (isKilled) killed += 1
    await after(isKilled)
  }
  return killed
}

/** Whether the call was killed before its end, at the moment that `until` waits for. */
async function callOf(
  project: Project,
  args: readonly string[],
  env: Record<string, string>,
  until?: (ended: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: project.dir, env: environment(env), stdio: 'ignore' })
  const ended = new AbortController()
  const closed = once(child, 'close').finally(() => ended.abort())
  await until?.(ended.signal).then(
    () => child.kill('SIGKILL'),
    () => {},
  )
  const [, signal] = (await closed) as [number | null, NodeJS.Signals | null]
  return signal === 'SIGKILL'
}

/** Waits until a file of a project or of one of its folders is made, renamed or deleted. */
async function firstFile(dir: string, signal: AbortSignal): Promise<void> {
  const below = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const folders = [dir, ...below.flatMap(({ name }) => (name === 'node_modules' ? [] : [join(dir, name)]))]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  for (const folder of folders) watch(folder, { signal }, (event) => event === 'rename' && resolve())
  signal.addEventListener('abort', () => reject(signal.reason as Error))
  await promise
}
