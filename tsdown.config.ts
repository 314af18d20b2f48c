import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'plugin/index.ts',
    plugin: 'plugin/vite.ts',
    reporters: 'reporters/index.ts',
    router: 'src/router/index.ts',
    evidence: 'src/evidence/index.ts',
    cli: 'src/cli/main.ts',
  },
  dts: true,
  fixedExtension: false,
  platform: 'node',
  target: 'node22',
})
