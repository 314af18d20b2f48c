import type { Settings } from '../settings/settings.ts'
import type { Source } from '../source.ts'
import type { Backend } from './backend.ts'

/** The settings with the addresses in use: those of the embedded engine, or those that the probe found. Pure. */
export function settingsInUse(settings: Settings, backend: Backend): Settings {
  if (backend.kind === 'replay') return settings
  const at = (model: Settings['models'][Source]) => {
    const server =
      backend.kind === 'embedded'
        ? ({ baseUrl: backend.baseUrl, software: 'vitest-aios' } as const)
        : backend.servers[model.baseUrl]
    return { ...model, ...server }
  }
  const { main_model, embedder } = settings.models
  return { ...settings, models: { main_model: at(main_model), embedder: at(embedder) } }
}
