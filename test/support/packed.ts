import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test as base } from 'vitest'
import { execute } from './project.ts'

const repository = join(import.meta.dirname, '..', '..')
const NOT_SOURCES = new Set(['node_modules', '.git', '.aios', '.vitest', 'dist'])

/** The package as it would be published, and the quickstart with that package installed. */
export interface Packed {
  tarball: string
  /** What the tarball holds, by path. */
  files: { path: string; size: number; mode: number }[]
  /** The user's project. */
  project: string
}

/** `test` with the packed package, made once for a file of tests: packing and installing take seconds. */
export const test = base.extend('packed', { scope: 'file' }, async ({}, { onCleanup }): Promise<Packed> => {
  const folder = await mkdtemp(join(tmpdir(), 'aios-packed-'))
  onCleanup(() => rm(folder, { recursive: true, force: true }))
  const { tarball, files } = await pack(folder)
  return { tarball, files, project: await install(folder, tarball) }
})

/** Packs what is built, without the script that builds it again: other tests run from `dist`. */
async function pack(folder: string): Promise<Pick<Packed, 'tarball' | 'files'>> {
  const output = await npm(repository, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder])
  const [made] = JSON.parse(output.slice(output.indexOf('['))) as { filename: string; files: Packed['files'] }[]
  if (made === undefined) throw new Error(`npm pack made nothing: ${output}`)
  return { tarball: join(folder, basename(made.filename)), files: made.files }
}

async function install(folder: string, tarball: string): Promise<string> {
  const project = join(folder, 'quickstart')
  await mkdir(project)
  const isSource = (path: string) => !NOT_SOURCES.has(basename(path))
  await cp(join(repository, 'examples/quickstart'), project, { recursive: true, filter: isSource })
  const { devDependencies } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  const pinned = ['vitest', 'vite', '@types/node'].map((name) => `${name}@${devDependencies[name]}`)
  await npm(project, ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...pinned])
  return project
}

async function npm(cwd: string, args: string[]): Promise<string> {
  const { exitCode, stdout, output } = await execute(cwd, 'npm', args)
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')} ended with exit code ${exitCode}:\n${output}`)
  return stdout
}
