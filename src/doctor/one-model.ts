import type { Settings } from '../settings/settings.ts'

/** What it means that both roles have one model. */
export const ONE_MODEL = 'main_model and embedder are one model: routing changes nothing, and both are judged as it'

/** The settings that name two models. */
export const TWO_MODELS = 'AIOS_MAIN_MODEL and AIOS_EMBEDDER, or aios({ models }) in vitest.config.ts'

/** Whether one model is set for both roles. Pure. */
export function isOneModel({ models: { main_model, embedder } }: Pick<Settings, 'models'>): boolean {
  return main_model.id !== '' && main_model.id === embedder.id
}
