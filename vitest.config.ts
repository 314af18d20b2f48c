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
    include: ['goldens/**/*.golden.test.ts', 'hypotheses/**/*.hypothesis.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/fixtures/**'],
    // Tests start real processes, on machines that may be busy. Goldens have limits of their own.
    testTimeout: 60_000,
  },
})
