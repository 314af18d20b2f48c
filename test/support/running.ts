import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { dataOf } from '../../src/provenance/parse-line.ts'
import { environment, type Project, vitestArgs } from './project.ts'

/** A Vitest process with its workers, while it runs. */
export interface Running {
  /** Everything it has said so far, without control sequences. */
  output(): string
  /** Waits until it has said something new that matches, after what an earlier call matched. */
  said(pattern: RegExp): Promise<string>
  write(text: string): void
  /** Sends a signal to the process alone. */
  signal(name: NodeJS.Signals): void
  /** SIGKILL for the whole tree, at once; resolves when it is gone. */
  kill(): Promise<void>
  exited: Promise<number | null>
}

/** Starts `vitest <args>` in a project, as the leader of a process group of its own. */
export function start(project: Project, args: string[], env: Record<string, string> = {}): Running {
  return startNode(project, [...vitestArgs, ...args], env)
}

/** Starts `node <args>` in a project, as the leader of a process group of its own. */
export function startNode(project: Project, args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, args, {
    cwd: project.dir,
    env: { ...process.env, ...environment(env) },
    detached: true,
    stdio: 'pipe',
  })
  let text = ''
  let read = 0
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return {
    output: () => text,
    exited,
    write: (line) => void child.stdin.write(line),
    signal: (name) => void child.kill(name),
    async said(pattern) {
      for (;;) {
        const match = pattern.exec(text.slice(read))
        if (match !== null) {
          read += match.index + match[0].length
          return match[0]
        }
        if (child.exitCode !== null) throw new Error(`Vitest ended before it said ${pattern}:\n${text}`)
        await wait(20)
      }
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
        process.kill(-child.pid, 'SIGKILL')
      await exited
    },
  }
}

/** Lines of the provenance log of a project: what can be read as JSON, and how many cannot. */
export function logOf(project: Project): { events: Record<string, unknown>[]; unreadable: string[]; whole: boolean } {
  const path = join(project.dir, '.aios/provenance.ndjson')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const events: Record<string, unknown>[] = []
  const unreadable: string[] = []
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const event = dataOf(line)
    if (event === undefined) unreadable.push(line)
    else events.push(event as Record<string, unknown>)
  }
  return { events, unreadable, whole: text === '' || text.endsWith('\n') }
}
