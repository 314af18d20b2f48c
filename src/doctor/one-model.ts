import type { Settings } from '../settings/settings.ts'

/** What it means that both roles have one model. */
export const ONE_MODEL = 'main_model and embedder are one model: routing changes nothing, and both are judged as it'

/** The settings that name two models. */
export const TWO_MODELS = 'AIOS_MAIN_MODEL and AIOS_EMBEDDER, or aios({ models }) in vitest.config.ts'

/**
 * Whether one model is set for both roles. Two servers have different models, also under one id such as `default`; the
 * embedded engine and recordings tell models apart by their ids alone. Pure.
 */
export function isOneModel({
  backend,
  models: { main_model, embedder },
}: Pick<Settings, 'backend' | 'models'>): boolean {
  const isById = backend === 'embedded' || backend === 'replay'
  return main_model.id !== '' && main_model.id === embedder.id && (isById || main_model.baseUrl === embedder.baseUrl)
}
