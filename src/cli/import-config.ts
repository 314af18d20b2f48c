import { readFileSync } from 'node:fs'
import module from 'node:module'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isRecord } from '../is-record.ts'

/** The functions that most configs import, without Vite, which takes longer to load than most commands. */
const WITHOUT_VITE: ReadonlyMap<string, string> = new Map([
  ['vite', 'export const defineConfig = (config) => config'],
  ['vitest/config', 'export const defineConfig = (config) => config\nexport const defineProject = defineConfig'],
])

/**
 * A config, evaluated by Node itself. Undefined where Node cannot do that, so that Vite has to: the config is not an ES
 * module, imports more of Vite, leaves the ending of a file out, or has TypeScript that Node cannot strip. Node links
 * all modules before it evaluates the first one, so that a config with such imports has not run yet.
 */
export async function importConfig(config: string, environment: object): Promise<Record<string, unknown> | undefined> {
  if (!canImport(config)) return undefined
  const hooks = module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const source = context.parentURL?.includes('/node_modules/') === true ? undefined : WITHOUT_VITE.get(specifier)
      if (source === undefined) return nextResolve(specifier, context)
      return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
    },
  })
  try {
    if (!isEsModule(config)) return undefined
    const { default: exported } = (await import(pathToFileURL(config).href)) as { default?: unknown }
    const value: unknown = await (typeof exported === 'function' ? exported(environment) : exported)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  } finally {
    hooks.deregister()
  }
}

/** Whether this Node has hooks, and strips types without a warning where the config has them. */
function canImport(config: string): boolean {
  if (!('registerHooks' in module)) return false
  if (!config.endsWith('ts')) return true
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return process.features.typescript === 'strip' && major !== 23 && (major !== 24 || minor >= 3)
}

/** By the rule of Vite, which evaluates other configs as CommonJS. */
function isEsModule(config: string): boolean {
  const ending = extname(config)
  if (ending.startsWith('.m') || ending.startsWith('.c')) return ending.startsWith('.m')
  const path = module.findPackageJSON(pathToFileURL(config))
  const description: unknown = path === undefined ? null : JSON.parse(readFileSync(path, 'utf8'))
  return isRecord(description) && description['type'] === 'module'
}
