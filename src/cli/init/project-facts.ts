import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CONFIG_NAMES } from '../project.ts'
import { isRecord } from '../../is-record.ts'
import { nodeProblem } from '../../node-version.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { packageManagerOf } from './package-manager.ts'
import { NEW_FILES, type ProjectFacts } from './plan.ts'

/** Looks at a folder, without changing it. */
export function readProject(root: string): ProjectFacts {
  const packageJson = textOf(root, 'package.json')
  const configFile = CONFIG_NAMES.find((name) => isThere(root, name))
  return {
    packageJson,
    packageManager: packageManagerOf(fieldOf(packageJson), readdirSync(root)),
    files: new Set(NEW_FILES.filter((file) => isThere(root, file))),
    config:
      configFile === undefined
        ? null
        : { file: configFile, usesPlugin: (textOf(root, configFile) ?? '').includes('vitest-aios') },
    gitignore: textOf(root, '.gitignore'),
    installed: new Set(['node', 'vitest', 'vitest-aios', '@vitest/ui'].filter((name) => isInstalled(root, name))),
    nodeIsCurrent: nodeProblem() === null,
    workflow: readFileSync(join(packageFolder(), '.github/workflows/quality.yml'), 'utf8'),
  }
}

/** null: there is no such file. A folder, and a link to a missing file, are errors. */
function textOf(root: string, file: string): string | null {
  if (!isThere(root, file)) return null
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch (error) {
    throw new Error(`cannot read ${file}: ${errorMessage(error)}; move it away, then run \`npx aios init\` again`, {
      cause: error,
    })
  }
}

/** Whether something has the name, be it a link to a missing file. */
function isThere(root: string, file: string): boolean {
  try {
    return lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return false
    throw error
  }
}

function fieldOf(packageJson: string | null): unknown {
  try {
    const data: unknown = JSON.parse((packageJson ?? '{}').replace(/^\ufeff/, ''))
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

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('vitest-aios/package.json'))
}
