import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The path of jest-extended as the project resolves it; undefined: not installed. */
export function findJestExtended(root: string): string | undefined {
  try {
    return createRequire(join(root, 'package.json')).resolve('jest-extended')
  } catch {
    return undefined
  }
}
