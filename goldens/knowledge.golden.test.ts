import { describeGoldens } from 'vitest-aios'

// Two models of 135 and 270 million parameters know little: this set's objective is what they reach, not what one would wish.
describeGoldens('knowledge set', './knowledge_set.json', { slo: { passRate: 0.2, p95Ms: 20_000, boundaryDrift: 0.08 } })
