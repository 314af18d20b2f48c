import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'

export default defineConfig({
  plugins: [
    aios({
      models: { main_model: 'smollm2-135m-instruct', embedder: 'gemma-3-270m' },
      sampling: { max_tokens: 96 },
    }),
  ],
})
