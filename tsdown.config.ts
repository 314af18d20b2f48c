import { defineConfig, type UserConfig } from 'tsdown'

const shared: UserConfig = {
  fixedExtension: false,
  platform: 'node',
  target: 'node22',
  inputOptions: { checks: { pluginTimings: false } },
}

/** Longest name of a chunk: names of shared chunks list the entries that use them. */
const LONGEST_NAME = 40

/**
 * Code that the entries load at once is in few chunks, because finding and reading a file takes longer than its code.
 * Parts that are imported on demand have chunks of their own.
 */
function bundle(entry: Record<string, string>, inlined: string[] = []): UserConfig {
  const entriesAware = Object.keys(entry).length > 1
  return {
    ...shared,
    entry,
    dts: false,
    deps: { alwaysBundle: inlined },
    outputOptions: {
      codeSplitting: { groups: [{ name: 'core', tags: ['$initial'], entriesAware }] },
      comments: { legal: true, annotation: true, jsdoc: false },
      chunkFileNames: ({ name }) => (name.length > LONGEST_NAME ? 'shared-[hash].js' : '[name]-[hash].js'),
    },
  }
}

const main = { plugin: 'plugin/vite-plugin.ts' }
const workers = { index: 'plugin/suite-api.ts', router: 'src/router/index.ts', evidence: 'src/evidence.ts' }
const command = { cli: 'src/cli/main.ts', reporters: 'reporters/index.ts' }

// One bundle for each kind of process: the main process of Vitest, its workers, and the command.
export default defineConfig([
  bundle(main),
  // In one piece: its hundreds of files take longer to find than a short run asks.
  bundle(workers, ['openai']),
  bundle(command),
  {
    ...shared,
    entry: { ...main, ...workers, ...command },
    dts: { emitDtsOnly: true },
    // A global declaration, which no module can import.
    copy: 'plugin/optional-packages.d.ts',
    banner: ({ fileName }) =>
      fileName === 'index.d.ts' ? '/// <reference path="./optional-packages.d.ts" />' : undefined,
  },
])
