import { limitsUpTo } from '../../settings/limits.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Source } from '../../source.ts'
import type { ModelFailure, Reply } from '../models.ts'
import { openLiveModels } from './client.ts'

/** Timeout for the token, in milliseconds. */
const LIMIT = 10_000

/**
 * Asks a model that its server does not list for one token: lists can be incomplete, and names have aliases. Takes at
 * most twice `LIMIT`.
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
