import { globSync, readFileSync, statSync } from 'node:fs'
import { modules } from './modules.ts'

/** The task of one worker. */
export interface MutationRun {
  /** The sources with switches. */
  instrumented: string[]
  /** The sources whose mutants are tested. */
  files: string[]
  /** Patterns of test files. */
  tests: string[]
  /** File of the results, one JSON text a line. */
  results: string
  /** Mutants that an earlier worker has tested. */
  done: string[]
  /** Longest test, in ms of processor time. */
  slowest: number
}

/** The run that the command described for its worker. */
export function runFromEnvironment(): MutationRun {
  const file = process.env['MUTATION_RUN']
  if (file === undefined) throw new Error('no mutation run is described; start it with npm run mutation')
  return JSON.parse(readFileSync(file, 'utf8')) as MutationRun
}

/**
 * The files to change by module: all without arguments; else those of the named modules and in the given paths. Errors:
 * an argument that is neither.
 */
export function filesOf(wanted: readonly string[]): Map<string, string[]> {
  const isIn = (file: string, path: string) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)
  const all = modules.map(({ name, sources }) => ({ name, files: sources.flatMap(sourceFiles) }))
  for (const each of wanted) {
    if (all.some(({ name, files }) => name === each || files.some((file) => isIn(file, each)))) continue
    throw new Error(`unknown module or path "${each}"; modules: ${modules.map(({ name }) => name).join(', ')}`)
  }
  const chosen = all.map(({ name, files }): [string, string[]] => [
    name,
    files.filter((file) => wanted.length === 0 || wanted.some((each) => each === name || isIn(file, each))),
  ])
  return new Map(chosen.filter(([, files]) => files.length > 0))
}

/** All sources with switches, and the test patterns of a module. */
export function scopeOf(name: string): Pick<MutationRun, 'instrumented' | 'tests'> {
  const module = modules.find((each) => each.name === name)
  const tests = (module?.tests ?? []).map((path) => {
    const pattern = `test/unit/${path}`
    return pattern.endsWith('.ts') ? pattern : `${pattern}/**/*.test.ts`
  })
  return { instrumented: modules.flatMap(({ sources }) => sources.flatMap(sourceFiles)), tests }
}

function sourceFiles(path: string): string[] {
  return statSync(path).isDirectory() ? globSync(`${path}/**/*.ts`).sort() : [path]
}
