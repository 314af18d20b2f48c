import { globSync, readFileSync, statSync } from 'node:fs'
import { modules } from './modules.ts'

/** The task of one worker. */
export interface MutationRun {
  /** The sources with switches. */
  instrumented: string[]
  /** Those whose mutants are tried. */
  files: string[]
  /** Patterns of test files. */
  tests: string[]
  /** File of the results, one JSON text a line. */
  results: string
  /** Mutants that an earlier worker has tried. */
  done: string[]
  /** Longest test, in ms of processor time. */
  slowest: number
}

/** The run that the command wrote down for its worker. */
export function runFromEnvironment(): MutationRun {
  const file = process.env['MUTATION_RUN']
  if (file === undefined) throw new Error('no mutation run is described; start it with npm run mutation')
  return JSON.parse(readFileSync(file, 'utf8')) as MutationRun
}

/** The files of each module that lie in the given paths; all of them without any. */
export function filesOf(paths: readonly string[]): Map<string, string[]> {
  const wanted = (file: string) =>
    paths.length === 0 || paths.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`))
  const files = modules.map(({ name, sources }) => [name, sources.flatMap(sourceFiles).filter(wanted)] as const)
  return new Map(files.filter(([, list]) => list.length > 0))
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
