import { describeGoldens } from 'vitest-aios'

// Two models of 1.5 and 0.5 billion parameters do not know everything: the objective allows one wrong answer in five.
describeGoldens('knowledge set', './knowledge_set.json', { slo: { passRate: 0.8, p95Ms: 20_000, boundaryDrift: 0.08 } })
