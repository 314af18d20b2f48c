import { expect, test } from 'vitest'
import { embeddedCommands } from '../../../../src/models/embedded/run-commands.ts'
import type { EngineStatus } from '../../../../src/models/embedded/install/status.ts'
import { resolveSettings } from '../../../../src/settings/resolve.ts'

const TINY = ['smollm2-135m-instruct', 'gemma-3-270m']
const SMALL = ['qwen2.5-coder-1.5b-instruct', 'qwen2.5-coder-0.5b-instruct']
const ready = (models: string[]): EngineStatus => ({ kind: 'ready', engine: 'node-llama-cpp 3', models })
const absent = (models: string[]): EngineStatus => ({ kind: 'missing', engine: null, models, missing: ['engine'] })

const naming = ([main = '', embedder = '']: string[]) =>
  `AIOS_BACKEND=embedded AIOS_MAIN_MODEL=${main} AIOS_EMBEDDER=${embedder} npx vitest run goldens`
const CONFIGURED = 'AIOS_BACKEND=embedded npx vitest run goldens'

test.each<[string, string[], EngineStatus, string[]]>([
  ['the configured models are installed', TINY, ready(TINY), [CONFIGURED]],
  ['the configured models are files of the user', ['b', 'a'], ready([...SMALL, 'a', 'b']), [CONFIGURED]],
  ['one model has both roles', ['a', 'a'], ready(['a']), [CONFIGURED]],
  ['another pair is installed', ['big', 'small'], ready(TINY), [naming(TINY)]],
  ['one of two configured models is installed', [TINY[0] ?? '', 'small'], ready(TINY), [naming(TINY)]],
  ['nothing is installed', ['big', 'small'], absent([]), ['npx aios models pull', naming(SMALL)]],
  [
    'nothing is installed, and known models are configured',
    TINY,
    absent([]),
    [`npx aios models pull ${TINY.join(' ')}`, CONFIGURED],
  ],
  [
    'the models are installed without the engine',
    TINY,
    absent(TINY),
    [`npx aios models pull ${TINY.join(' ')}`, CONFIGURED],
  ],
  ['a single other model is installed', ['big', 'small'], ready(['a']), ['npx aios models pull', naming(SMALL)]],
])('the commands of the embedded engine when %s', (_case, [main = '', embedder = ''], status, commands) => {
  const env = { AIOS_MAIN_MODEL: main, AIOS_EMBEDDER: embedder }
  expect(embeddedCommands(resolveSettings({}, { root: '/', env }), status)).toEqual(commands)
})
