import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'

export default defineConfig({
  plugins: [
    aios({
      backend: 'live',
      // The first file that exists counts: a file of your own, kept out of git, goes before the shared one.
      modelConfig: 'model_config.local.json, model_config.json',
    }),
  ],
  // Golden sets bring limits of their own; plain tests that ask a model need more than Vitest's 5 seconds.
  test: { testTimeout: 120_000 },
})
