import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test as base } from 'vitest'
import { x } from 'tinyexec'
import { dataOf } from '../../src/provenance/parse-line.ts'
import { installed } from './install-package.ts'

const repository = join(import.meta.dirname, '..', '..')

/** Where child processes keep compiled code for each other, which saves a seventh of the time of a short run. */
const compileCache = join(repository, 'node_modules/.cache/node-compile-cache')

/** A larger young generation and one thread beside the main one save a tenth of the processor time of a short run. */
const nodeOptions = '--max-semi-space-size=64 --v8-pool-size=1'

/** Arguments of Node that start Vitest. A young generation that starts large saves a twentieth of the time of a short run. */
export const vitestArgs = ['--min-semi-space-size=32', join(repository, 'node_modules/vitest/vitest.mjs')]

/** What a command printed, and its exit code. `output`: both streams, without what differs from run to run. */
export interface Execution {
  exitCode: number | undefined
  stdout: string
  stderr: string
  output: string
}

/** A user's project in a folder of its own, with the built package installed and real Vitest to run on it. */
export interface Project {
  dir: string
  /** Runs `vitest <args>` in a child process; the environment holds nothing that a developer may have set for aios. */
  vitest(args: string[], env?: Record<string, string>): Promise<Execution>
  /** Runs `aios <args>`. */
  aios(args: string[], env?: Record<string, string>): Promise<Execution>
  write(files: Record<string, string>): Promise<void>
  read(file: string): Promise<string>
  exists(file: string): boolean
  /** The provenance log, parsed; `folder`: of a package in the project. */
  events(folder?: string): Promise<Record<string, unknown>[]>
}

/** `test` with a fresh `project` for each test, and with `newProject` for fixtures that the tests of a file share. */
export const test = base
  .extend('aiosIn', { scope: 'file' }, () => aiosIn)
  .extend('newProject', { scope: 'file' }, ({ aiosIn: aios }, { onCleanup }) => {
    const made: string[] = []
    onCleanup(async () => void (await Promise.all(made.map(remove))))
    return async () => {
      const dir = await temporaryFolder()
      made.push(dir)
      return createProject(dir, aios)
    }
  })
  .extend('project', async ({ aiosIn: aios }, { onCleanup }) => {
    const dir = await temporaryFolder()
    onCleanup(() => remove(dir))
    return createProject(dir, aios)
  })

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'aios-project-'))
const remove = (dir: string) => rm(dir, { recursive: true, force: true })

/** `Project.aios` of the project in a folder: each command is a process. */
function aiosIn(dir: string): Project['aios'] {
  return (args, env = {}) => execute(dir, process.execPath, [join(installed, 'dist/cli.js'), ...args], env)
}

/** Makes an empty folder a project. */
export async function createProject(dir: string, aios = aiosIn): Promise<Project> {
  await mkdir(join(dir, 'node_modules'))
  for (const name of ['vitest', 'vite', '@vitest', 'jest-extended']) {
    await symlink(join(repository, 'node_modules', name), join(dir, 'node_modules', name))
  }
  await symlink(installed, join(dir, 'node_modules', 'vitest-aios'))
  const project: Project = {
    dir,
    vitest: (args, env = {}) => execute(dir, process.execPath, [...vitestArgs, ...args], env),
    aios: aios(dir),
    async write(files) {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(dir, name)), { recursive: true })
        await writeFile(join(dir, name), text)
      }
    },
    read: (file) => readFile(join(dir, file), 'utf8'),
    exists: (file) => existsSync(join(dir, file)),
    async events(folder = '.') {
      const log = await project.read(join(folder, '.aios/provenance.ndjson'))
      return log
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => dataOf(line) as Record<string, unknown>)
    },
  }
  await project.write({ 'package.json': '{ "type": "module" }\n' })
  return project
}

/** Runs a command in a folder; the environment holds nothing that a developer may have set for aios. */
export async function execute(
  cwd: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Execution> {
  const child = x(command, args, {
    nodeOptions: { cwd, env: environment(env) },
    throwOnError: false,
  })
  const { stdout, stderr, exitCode } = await child
  return { exitCode, stdout, stderr, output: normalise(stdout + stderr, cwd) }
}

/** Variables for a child process on top of this process's own, without what a developer may have set for aios. */
export function environment(env: Record<string, string>): Record<string, string | undefined> {
  const unset = Object.keys(process.env)
    .filter((name) => /^(AIOS_|LM_API|GITHUB_|CI$|VITEST|NO_COLOR|FORCE_COLOR|NODE_ENV|TEST$|COLUMNS)/.test(name))
    .map((name): [string, undefined] => [name, undefined])
  const known = { NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache, NODE_OPTIONS: nodeOptions }
  return { ...Object.fromEntries(unset), ...known, ...env }
}

/** Takes out what differs from run to run: paths, times, versions. */
export function normalise(output: string, dir: string): string {
  return output
    .replaceAll(dir, '<project>')
    .replaceAll(installed, '<package>')
    .replaceAll(repository, '<package>')
    .replaceAll('\r\n', '\n')
}
