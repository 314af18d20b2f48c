import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chooseBackend } from '../../src/models/backend.ts'
import { resolveSettings } from '../../src/settings/resolve.ts'
import { temporaryFolder } from '../support/folder.ts'

const settingsFor = (env: Record<string, string>) => {
  const models = { AIOS_MAIN_MODEL: 'big', AIOS_EMBEDDER: 'small' }
  return resolveSettings({}, { root: temporaryFolder(), env: { ...models, ...env } })
}

test('a recording from a replay is refused, with the setting that mends it', async () => {
  const settings = settingsFor({ AIOS_RECORD: '5', AIOS_BACKEND: 'replay' })
  await expect(chooseBackend(settings)).rejects.toThrow('AIOS_RECORD needs a model that answers')
})

test('without cassettes a replay says where it looked, and for which models', async () => {
  const settings = settingsFor({ AIOS_BACKEND: 'replay' })
  await expect(chooseBackend(settings)).rejects.toThrow(
    `no cassette in ${join(settings.root, 'goldens/cassettes')} of big or small`,
  )
})
