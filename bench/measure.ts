import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'

/** The cost of one run of a command. */
export interface Sample {
  /** Milliseconds from start to exit of the process. */
  wall: number
  /** Milliseconds of user and system time, of the process and all its children. */
  cpu: number
  /** Largest sum of the resident memory of all its processes, in bytes; 0 where it was not watched. */
  peak: number
}

/** A command to run. */
export interface Command {
  args: readonly string[]
  cwd: string
  env?: Record<string, string>
}

const TICK_MS = 10
const PAGE = 4_096
const LOOK_EVERY_MS = 20

/** Runs `node ...args`; rejects with its output when it fails. Only one may run at a time. */
export async function measure({ args, cwd, env }: Command, { memory = false } = {}): Promise<Sample> {
  const cpuBefore = childrenCpu()
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...clean(), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  let peak = 0
  const look = memory
    ? setInterval(() => (peak = Math.max(peak, residentTree(child.pid ?? 0))), LOOK_EVERY_MS)
    : undefined
  const [code] = (await once(child, 'exit')) as [number | null]
  const wall = performance.now() - startedAt
  clearInterval(look)
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code} in ${cwd}\n${output.slice(-4_000)}`)
  return { wall, cpu: childrenCpu() - cpuBefore, peak }
}

/** The environment without what a developer may have set for the plugin or for Vitest. */
function clean(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(AIOS_|LM_API|OPENAI_|GITHUB_|CI$|VITEST|NODE_ENV|FORCE_COLOR)/.test(name),
    ),
  )
}

/** User and system time of all children that have ended, with theirs: fields 16 and 17 of Linux's `stat`. */
function childrenCpu(): number {
  const [user, system] = statFields('self').slice(13, 15)
  return (Number(user) + Number(system)) * TICK_MS
}

export function residentTree(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = statFields(pid)
        return [{ pid: Number(pid), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE }]
      } catch {
        return []
      }
    })
  const tree = new Set([root])
  for (let size = 0; size !== tree.size;) {
    size = tree.size
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid)
  }
  return processes.filter(({ pid }) => tree.has(pid)).reduce((sum, { bytes }) => sum + bytes, 0)
}

/** The fields after the name, which may hold spaces itself: the state is the first. */
function statFields(pid: string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
