import { describeGoldens } from 'vitest-aios'

describeGoldens('first set', './first_set.json')
