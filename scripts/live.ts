/*
 * npm run live [-- [hypotheses] vitest arguments]: fetches the embedded engine and the pair `small`, serves it, and
 * runs the goldens, or the hypotheses, against that server over HTTP. The exit code is Vitest's.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PAIRS } from '../src/models/embedded/install/catalogue.ts'

const root = join(import.meta.dirname, '..')
const aios = ['--conditions=vitest-aios:source', join(root, 'src/cli/main.ts')]
const STOP_LIMIT = 10_000

let stopping = false
const children = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopping = true
    for (const child of children) child.kill(signal)
  })
}

process.exitCode = await live(process.argv.slice(2))

async function live(args: readonly string[]): Promise<number> {
  const suites = args[0] === 'hypotheses' ? [] : ['goldens']
  const pulled = await ended(start([...aios, 'models', 'pull', 'small']))
  if (pulled !== 0 || stopping) return pulled === 0 ? 1 : pulled
  // Recordings and hypotheses ask both models in turns; with one resident model they would swap for each question.
  const inTurns = process.env['AIOS_RECORD'] !== undefined || suites.length === 0
  const residents = inTurns ? [] : ['--one-resident']
  const server = start([...aios, 'serve', '--port', '0', ...residents], { AIOS_API_KEY: undefined }, true)
  const serverEnd = ended(server)
  try {
    const baseUrl = await Promise.race([addressOf(server), serverEnd.then(() => null)])
    if (baseUrl === null || stopping) return 1
    const [main, embedder] = PAIRS.small.map(({ id }) => id)
    return await ended(
      start([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...suites, ...args], {
        AIOS_BACKEND: 'live',
        AIOS_BASE_URL: baseUrl,
        AIOS_API_KEY: undefined,
        LM_API_TOKEN: undefined,
        AIOS_MODEL_CONFIG: undefined,
        AIOS_MAIN_MODEL: main,
        AIOS_EMBEDDER: embedder,
      }),
    )
  } finally {
    server.kill('SIGTERM')
    const timer = setTimeout(() => server.kill('SIGKILL'), STOP_LIMIT)
    await serverEnd
    clearTimeout(timer)
  }
}

function start(args: string[], env: Record<string, string | undefined> = {}, reads = false): ChildProcess {
  const stdio = ['inherit', reads ? 'pipe' : 'inherit', 'inherit'] as const
  const child = spawn(process.execPath, args, { cwd: root, stdio: [...stdio], env: { ...process.env, ...env } })
  children.add(child)
  return child
}

/** Exit code, as a shell would give it. */
async function ended(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  children.delete(child)
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

/** The base URL, from the line that the server prints when it is ready. */
async function addressOf({ stdout }: ChildProcess): Promise<string | null> {
  if (stdout === null) return null
  for await (const line of createInterface({ input: stdout })) {
    console.log(line)
    const address = /https?:\S+/.exec(line)
    if (address !== null) return address[0]
  }
  return null
}
