import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'plugin/suite-api.ts',
    plugin: 'plugin/vite-plugin.ts',
    reporters: 'reporters/index.ts',
    router: 'src/router/index.ts',
    evidence: 'src/evidence.ts',
    cli: 'src/cli/main.ts',
  },
  dts: true,
  // A global declaration, which no module can import.
  copy: 'plugin/optional-packages.d.ts',
  banner: ({ fileName }) =>
    fileName === 'index.d.ts' ? '/// <reference path="./optional-packages.d.ts" />' : undefined,
  fixedExtension: false,
  platform: 'node',
  target: 'node22',
})
