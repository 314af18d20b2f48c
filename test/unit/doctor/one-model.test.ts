import { expect, test } from 'vitest'
import { settingsCheck } from '../../../src/doctor/local.ts'
import { isOneModel } from '../../../src/doctor/one-model.ts'
import type { BackendChoice } from '../../../src/settings/settings.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'

function settingsOf(backend: BackendChoice, [main, embedder]: readonly string[], ports = [8080, 8080]) {
  const settings = resolveSettings({ backend }, { root: '/project', env: {} })
  const [first, second] = ports.map((port) => `http://127.0.0.1:${port}/v1`)
  const models = {
    main_model: { ...settings.models.main_model, id: main ?? '', baseUrl: first ?? '' },
    embedder: { ...settings.models.embedder, id: embedder ?? '', baseUrl: second ?? '' },
  }
  return { ...settings, models }
}

test.for([
  ['auto', ['default', 'default'], [8080, 8080], true],
  ['auto', ['default', 'default'], [8080, 8081], false],
  ['live', ['default', 'default'], [8080, 8081], false],
  ['embedded', ['default', 'default'], [8080, 8081], true],
  ['replay', ['default', 'default'], [8080, 8081], true],
  ['auto', ['big', 'small'], [8080, 8080], false],
  ['auto', ['', ''], [8080, 8080], false],
] as const)('with %s, %j on ports %j are one model: %s', ([backend, ids, ports, expected]) => {
  const settings = settingsOf(backend, ids, [...ports])
  expect(isOneModel(settings)).toBe(expected)
  expect(settingsCheck(settings).evidence.includes('are one model')).toBe(expected)
})
