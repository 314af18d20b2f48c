import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { PAIRS } from '../../src/models/embedded/install/catalogue.ts'
import { findEngine } from '../../src/models/embedded/install/status.ts'
import { findModelFiles } from '../../src/models/embedded/install/model-files.ts'

/** `AIOS_DIR` of this repository: where `npm run aios -- models pull tiny` puts engine and weights. */
export const AIOS_DIR = join(import.meta.dirname, '..', '..', '.aios')

/** Chromium, wherever it is. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

const PARTS = {
  engine: { here: () => findEngine(AIOS_DIR) !== null, remedy: 'npm run aios -- models pull tiny' },
  weights: {
    here: () => PAIRS.tiny.every(({ id }) => findModelFiles(AIOS_DIR).some((weights) => weights.id === id)),
    remedy: 'npm run aios -- models pull tiny',
  },
  chromium: { here: () => existsSync(CHROMIUM), remedy: 'install Chromium, or set CHROMIUM_PATH' },
  redis: { here: () => runs('redis-server', '--version'), remedy: 'install redis-server' },
  tmpfs: { here: () => canMount(), remedy: 'run as root on Linux, with the right to mount' },
  openssl: { here: () => runs('openssl', 'version'), remedy: 'install openssl' },
  bash: { here: () => runs('bash', '--version'), remedy: 'install bash' },
  script: { here: () => runs('script', '-qec', 'true', '/dev/null'), remedy: 'install script of util-linux' },
  zsh: { here: () => runs('zsh', '--version'), remedy: 'install zsh' },
  fish: { here: () => runs('fish', '--version'), remedy: 'install fish' },
  pip: { here: () => runs('python3', '-c', 'import pip'), remedy: 'install python3 with pip' },
}

/** A part of the machine that some tests stand on and not every machine has. */
export type Part = keyof typeof PARTS

/**
 * `describe`, or `describe.skip` with the missing part in its name where the machine lacks one. With
 * `AIOS_TEST_NO_SKIP=1` a missing part is an error, so that no test is skipped unseen.
 */
export function requires(...parts: Part[]): (name: string, tests: () => void) => void {
  const missing = parts.filter((part) => !PARTS[part].here())
  const what = missing.map((part) => `${part} (${PARTS[part].remedy})`).join(', ')
  if (missing.length > 0 && process.env['AIOS_TEST_NO_SKIP'] === '1')
    throw new Error(`Missing on this machine: ${what}`)
  const needs = missing.length === 0 ? '' : ` [needs ${what}]`
  return (name, tests) => {
    // The default reporter counts what is skipped, and does not name it.
    if (missing.length > 0) console.warn(`skipped: ${name}${needs}`)
    describe(name + needs, { skip: missing.length > 0 }, () => {
      tests()
    })
  }
}

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Tries in a mount namespace of its own, which is gone when the attempt is over. */
function canMount(): boolean {
  return process.platform === 'linux' && runs('unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt')
}
