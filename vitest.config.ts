import { defineConfig } from 'vitest/config'
import { aios } from './plugin/vite-plugin.ts'

export default defineConfig({
  plugins: [
    aios({
      models: { main_model: 'qwen2.5-coder-1.5b-instruct', embedder: 'qwen2.5-coder-0.5b-instruct' },
      slo: { passRate: 0.95, p95Ms: 20_000, boundaryDrift: 0.08 },
      // The small models answer 89 % of the knowledge set as expected.
      health: { passRate: { redBelow: 0.8 } },
      regression: 0.25,
      sampling: { max_tokens: 96 },
    }),
  ],
  // The suites import the package by its name and get the source, so that nothing needs a build.
  ssr: { resolve: { conditions: ['vitest-aios:source', 'module', 'node', 'development|production'] } },
  test: {
    // The tests of the package have a config of their own, test/vitest.config.ts: a path such as test/e2e/goldens.test.ts
    // would belong to `vitest run goldens` as well.
    include: ['goldens/**/*.golden.test.ts', 'hypotheses/**/*.hypothesis.test.ts'],
  },
})
