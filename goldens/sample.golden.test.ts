import { describeGoldens } from 'vitest-aios'

describeGoldens('sample set', './sample_set.json')
