import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CONFIG_NAMES } from '../project.ts'
import { isRecord } from '../../is-record.ts'
import { packageManagerOf } from './package-manager.ts'
import { NEW_FILES, type ProjectFacts } from './plan.ts'

/** Looks at a folder, without changing it. */
export function readProject(root: string): ProjectFacts {
  const packageJson = textOf(join(root, 'package.json'))
  const configFile = CONFIG_NAMES.find((name) => existsSync(join(root, name)))
  return {
    packageJson,
    packageManager: packageManagerOf(fieldOf(packageJson), readdirSync(root)),
    files: new Set(NEW_FILES.filter((file) => existsSync(join(root, file)))),
    config:
      configFile === undefined
        ? null
        : { file: configFile, usesPlugin: (textOf(join(root, configFile)) ?? '').includes('vitest-aios') },
    gitignore: textOf(join(root, '.gitignore')),
    installed: new Set(['node', 'vitest', 'vitest-aios', '@vitest/ui'].filter((name) => isInstalled(root, name))),
    nodeIsCurrent: isCurrent(process.versions.node),
    workflow: readFileSync(join(packageFolder(), '.github/workflows/quality.yml'), 'utf8'),
  }
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

function fieldOf(packageJson: string | null): unknown {
  try {
    const data: unknown = JSON.parse(packageJson ?? '{}')
    return isRecord(data) ? data['packageManager'] : undefined
  } catch {
    // The plan reports a package.json that cannot be read.
    return undefined
  }
}

/** Looks in the folder and those above it, as Node does. */
function isInstalled(folder: string, name: string): boolean {
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return true
  const parent = dirname(folder)
  return parent !== folder && isInstalled(parent, name)
}

/** Whether a version of Node is one that the package supports: 22.12 or newer. */
function isCurrent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('vitest-aios/package.json'))
}
