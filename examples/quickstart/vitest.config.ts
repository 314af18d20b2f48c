import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'

export default defineConfig({
  plugins: [
    aios({
      models: { main_model: 'smollm2-135m-instruct', embedder: 'gemma-3-270m' },
      // Short replies keep a first run quick.
      sampling: { max_tokens: 96 },
      slo: { passRate: 0.95, p95Ms: 20_000, boundaryDrift: 0.08 },
    }),
  ],
})
