import { openLiveModels } from '../../src/models/live/client.ts'
import type { CompletionRequest, Models, Slots } from '../../src/models/models.ts'
import { GREEDY } from '../../src/settings/sampling.ts'
import type { Limits } from '../../src/settings/settings.ts'

/** Slots without a limit, which remember the model asked before, as the plugin's do. */
export function openSlots(): Slots {
  let last: string | null = null
  return {
    acquire: (_baseUrl, model) => {
      const previous = last
      last = model
      return Promise.resolve({ previous, release: () => {} })
    },
  }
}

/** A live client for one scripted server, with short limits. */
export function liveModels(
  url: string,
  options: {
    apiKey?: string
    limits?: Partial<Limits>
    models?: { main_model?: string; embedder?: string }
    slots?: Slots
  } = {},
): Models {
  const warmUp = options.limits?.load ?? 5_000
  const limits = {
    connect: 1_000,
    load: 5_000,
    warmUp,
    firstToken: 5_000,
    idle: 5_000,
    total: 5_000,
    ...options.limits,
  }
  const at = (id: string) => ({ id, baseUrl: url })
  return openLiveModels({
    settings: {
      models: { main_model: at(options.models?.main_model ?? 'm'), embedder: at(options.models?.embedder ?? 'e') },
      apiKey: options.apiKey ?? null,
      limits,
      sampling: GREEDY,
    },
    slots: options.slots ?? openSlots(),
  })
}

/** A question to the main model. */
export function question(more: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    source: 'main_model',
    messages: [{ role: 'user', content: 'What is the capital of France?' }],
    repeat: 0,
    ...more,
  }
}
