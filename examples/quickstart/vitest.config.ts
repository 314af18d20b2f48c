import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'

export default defineConfig({
  plugins: [
    aios({
      models: { main_model: 'qwen2.5-coder-1.5b-instruct', embedder: 'qwen2.5-coder-0.5b-instruct' },
      // Short replies keep a first run quick.
      sampling: { max_tokens: 96 },
      slo: { passRate: 0.95, p95Ms: 20_000, boundaryDrift: 0.08 },
    }),
  ],
})
