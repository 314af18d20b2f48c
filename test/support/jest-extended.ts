import { createRequire } from 'node:module'
import { addJestExtended } from '../../plugin/worker/jest-extended.ts'

// The plugin does this where it is configured; unit tests run without it.
addJestExtended(createRequire(import.meta.url).resolve('jest-extended'))
