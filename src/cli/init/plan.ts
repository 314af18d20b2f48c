import { isRecord } from '../../is-record.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { PackageManager } from './package-manager.ts'
import { configText, GOLDEN_SET_TEXT, type ModelChoice, SUITE_TEXT } from './templates.ts'

/** What `aios init` found in a folder. */
export interface ProjectFacts {
  /** The text of package.json; null: it is missing. */
  packageJson: string | null
  packageManager: PackageManager
  /** Paths of the files of interest that exist, relative to the folder. */
  files: ReadonlySet<string>
  /** The Vitest or Vite config, and whether it uses the plugin; null: it is missing. */
  config: { file: string; usesPlugin: boolean } | null
  /** The text of .gitignore; null: it is missing. */
  gitignore: string | null
  /** Packages that can be imported from the folder. */
  installed: ReadonlySet<string>
  /** Whether the Node that runs is new enough for the package. */
  nodeIsCurrent: boolean
  /** The workflow that the package contains. */
  workflow: string
}

/** One change of `aios init`. A file that exists is never replaced: it is only extended, or kept. */
export type Change =
  | { kind: 'create'; file: string; text: string }
  | { kind: 'extend'; file: string; text: string; with: string }
  | { kind: 'keep'; file: string }
  | { kind: 'by_hand'; file: string; text: string }

/** The changes to files, and the packages to install. */
export interface ProjectPlan {
  changes: Change[]
  packages: string[]
}

/** The workflow that runs the goldens of pull requests. */
export const WORKFLOW = '.github/workflows/quality.yml'
const SCRIPTS = { goldens: 'vitest run goldens' }
const IGNORED = ['node_modules/', '.aios/']

/** The files that are created as they are, besides config, package.json and .gitignore. */
export const NEW_FILES = ['goldens/first_set.json', 'goldens/first.golden.test.ts', WORKFLOW] as const

/** Decides what a project lacks; `models` are null where its config names them. Throws an error that names a package.json that cannot be read. Pure. */
export function planProject(facts: ProjectFacts, models: ModelChoice | null): ProjectPlan {
  const texts = [GOLDEN_SET_TEXT, SUITE_TEXT, facts.workflow]
  return {
    changes: [
      packageChange(facts.packageJson),
      configChange(facts, models),
      ...NEW_FILES.map((file, index): Change =>
        facts.files.has(file) ? { kind: 'keep', file } : { kind: 'create', file, text: texts[index] ?? '' },
      ),
      gitignoreChange(facts.gitignore),
    ],
    packages: [
      ...(facts.nodeIsCurrent || facts.installed.has('node') ? [] : ['node@24']),
      ...(facts.installed.has('vitest') ? [] : ['vitest@^5.1.0']),
      ...(facts.installed.has('vitest-aios') ? [] : ['vitest-aios']),
      ...(facts.installed.has('@vitest/ui') ? [] : ['@vitest/ui@^5.1.0']),
    ],
  }
}

function packageChange(text: string | null): Change {
  const file = 'package.json'
  if (text === null)
    return {
      kind: 'create',
      file,
      text: `${JSON.stringify({ private: true, type: 'module', scripts: SCRIPTS }, null, 2)}\n`,
    }
  const data = parsePackage(text)
  const scripts = data.scripts ?? {}
  if (!isRecord(scripts))
    throw new Error('"scripts" in package.json must be an object; fix it, then run `npx aios init` again')
  const missing = Object.entries(SCRIPTS).filter(([name]) => !(name in scripts))
  if (missing.length === 0) return { kind: 'keep', file }
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  '
  const extended = { ...data, scripts: { ...scripts, ...Object.fromEntries(missing) } }
  const end = text.endsWith('\n') ? '\n' : ''
  const names = missing.map(([name]) => `script "${name}"`).join(', ')
  return { kind: 'extend', file, text: JSON.stringify(extended, null, indent) + end, with: names }
}

function parsePackage(text: string): Record<string, unknown> & { scripts?: unknown } {
  try {
    const data: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Record<string, unknown>
  } catch (error) {
    throw new Error(
      `package.json is not valid JSON: ${errorMessage(error)}; fix it, then run \`npx aios init\` again`,
      {
        cause: error,
      },
    )
  }
  throw new Error('package.json must be an object; fix it, then run `npx aios init` again')
}

function configChange({ config }: ProjectFacts, models: ModelChoice | null): Change {
  if (config !== null && (config.usesPlugin || models === null)) return { kind: 'keep', file: config.file }
  if (models === null) throw new Error('a new config requires models')
  if (config === null) return { kind: 'create', file: 'vitest.config.ts', text: configText(models) }
  return { kind: 'by_hand', file: config.file, text: configText(models) }
}

function gitignoreChange(text: string | null): Change {
  const file = '.gitignore'
  if (text === null) return { kind: 'create', file, text: `${IGNORED.join('\n')}\n` }
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\//, '').replace(/\/$/, ''))
  const missing = IGNORED.filter((entry) => !lines.includes(entry.slice(0, -1)))
  if (missing.length === 0) return { kind: 'keep', file }
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return { kind: 'extend', file, text: `${start}${missing.join('\n')}\n`, with: missing.join(', ') }
}
