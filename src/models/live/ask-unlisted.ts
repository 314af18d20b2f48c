import { limitsUpTo } from '../../settings/limits.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Source } from '../../source.ts'
import type { ModelFailure, Reply } from '../models.ts'
import { openLiveModels } from './client.ts'

/** Longest wait for the one token, in milliseconds. */
const LIMIT = 10_000

/**
 * Asks a model for one token although its server does not list it, because lists are incomplete and names have
 * aliases. Takes twice `LIMIT` at most.
 */
export async function askUnlisted(settings: Settings, source: Source): Promise<Reply | ModelFailure> {
  const { limits, sampling } = settings
  const models = openLiveModels({
    settings: { ...settings, limits: limitsUpTo(LIMIT, limits), sampling: { ...sampling, max_tokens: 1 } },
    slots: { acquire: () => Promise.resolve({ previous: null, release: () => {} }) },
  })
  try {
    return await models.complete({ source, messages: [{ role: 'user', content: 'Hi' }], repeat: 0 })
  } finally {
    await models.close()
  }
}
