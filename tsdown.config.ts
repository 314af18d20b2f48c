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
  fixedExtension: false,
  platform: 'node',
  target: 'node22',
})
