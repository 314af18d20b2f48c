import { defineConfig } from 'vitest/config'
import { compareSets, judgeSlo } from 'vitest-aios/evidence'
import type { SetResults } from 'vitest-aios/evidence'
import { aios } from 'vitest-aios/plugin'
import { AiosReporter } from 'vitest-aios/reporters'
import { createRouter } from 'vitest-aios/router'

export default defineConfig({
  plugins: [
    aios(),
    aios({ models: { main_model: 'a', embedder: 'b' }, slo: { passRate: 0.95 }, backend: 'replay', regression: 0.25 }),
    // @ts-expect-error no such backend
    aios({ backend: 'cloud' }),
    // @ts-expect-error no such option
    aios({ model: 'a' }),
  ],
})

const results: SetResults = { set: 'sample set', ids: [], goldens: [] }
const verdict: 'pass' | 'fail' | 'inconclusive' = compareSets([], results, { tolerance: 0.25 }).verdict
const kept: boolean = judgeSlo(results, { passRate: 1 }, { boundary: 0.5 }).verdict === 'pass'
const router = await createRouter({ controlShare: 0.5, policy: 'threshold' })
const source: 'main_model' | 'embedder' = router.route({
  conversation: 'one',
  messages: [{ role: 'user', content: 'Hello!' }],
}).source
// @ts-expect-error no such policy
await createRouter({ policy: 'greedy' })

export const used = [verdict, kept, source, AiosReporter]
