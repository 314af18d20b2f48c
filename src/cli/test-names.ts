import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

/**
 * The names of all tests of a project, as `vitest list` gives them: `SUITE > TEST`. No test runs, and no model is asked.
 * Rejects where Vitest is not installed or cannot collect the tests, with the output of Vitest.
 */
export async function testNames(root: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aios-list-'))
  const file = join(folder, 'tests.json')
  try {
    const child = spawn(process.execPath, [vitestIn(root), 'list', `--json=${file}`], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    if (code !== 0) throw new Error(`vitest list cannot collect the tests of ${root}:\n${withoutStack(out + err)}`)
    return namesIn(await readFile(file, 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** How much of Vitest's output an error quotes: its end. */
const LONGEST = 2_000

function withoutStack(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
  return lines.join('\n').slice(-LONGEST)
}

function vitestIn(root: string): string {
  try {
    return join(dirname(createRequire(join(root, 'package.json')).resolve('vitest/package.json')), 'vitest.mjs')
  } catch {
    throw new Error(`Vitest is not installed in ${root}\n  install it: npm install --save-dev vitest`)
  }
}

function namesIn(json: string): string[] {
  const tests: unknown = JSON.parse(json)
  if (!Array.isArray(tests)) throw new Error('vitest list printed no list of tests')
  return tests.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'name' in each && typeof each.name === 'string' ? [each.name] : [],
  )
}
