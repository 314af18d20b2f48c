import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createFolder } from '../../../create-folder.ts'
import type { NodeLlamaCpp } from '../engine/llama.ts'
import { startLlama } from '../engine/llama.ts'
import { runProgram } from './program.ts'
import { ENGINE, engineFolder, engineSeenFrom } from './status.ts'

/** Size on disk that the engine takes, without the builds for graphics cards, in bytes. */
export const ENGINE_BYTES = 85_000_000

// The builds that run on the processor; Apple silicon has only the one with Metal in it.
const BUILDS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'linux-riscv64': 'linux-riscv64',
  'darwin-x64': 'mac-x64',
  'darwin-arm64': 'mac-arm64-metal',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/**
 * Installs the engine below `dir` with npm, without the builds for graphics cards (some 640 MB), and starts it once.
 * It stands where it is looked for only when that has worked.
 */
export async function installEngine(dir: string, signal: AbortSignal): Promise<void> {
  const platform = `${process.platform}-${process.arch}`
  const build = BUILDS[platform]
  if (build === undefined) throw new Error(`${ENGINE.name} has no build for ${platform}; use a server of your own`)
  const final = engineFolder(dir)
  const folder = `${final}.part`
  await rm(folder, { recursive: true, force: true })
  createFolder(folder)
  // Without a manifest of its own, npm would look for one in the folders above, the user's project among them.
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  const packages = [`${ENGINE.name}@${ENGINE.version}`, `@node-llama-cpp/${build}@${ENGINE.version}`]
  const flags = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--silent']
  await runProgram('npm', ['install', '--prefix', folder, ...flags, ...packages], signal)
  await startOnce(folder)
  await rm(final, { recursive: true, force: true })
  await rename(folder, final)
}

async function startOnce(folder: string): Promise<void> {
  const installed = engineSeenFrom(folder)
  if (installed === null) throw new Error(`npm ended well, but ${ENGINE.name} is not in ${folder}`)
  const engine = (await import(pathToFileURL(installed.entry).href)) as NodeLlamaCpp
  const llama = await startLlama(engine, 1)
  await llama.dispose()
}
