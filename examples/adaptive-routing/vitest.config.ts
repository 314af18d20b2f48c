import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'

export default defineConfig({
  plugins: [
    aios({
      models: { main_model: 'smollm2-135m-instruct', embedder: 'gemma-3-270m' },
      slo: { p95Ms: 20_000, boundaryDrift: 0.08 },
      sampling: { max_tokens: 48 },
    }),
  ],
  // A conversation of several turns, on two cores that may be busy.
  test: { testTimeout: 120_000 },
})
