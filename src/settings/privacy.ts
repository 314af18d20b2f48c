import { createHmac } from 'node:crypto'
import { withoutPatterns } from '../text/custom-patterns.ts'
import { withoutPersonalData } from '../text/personal-data.ts'
import { redact } from '../text/redaction.ts'
import type { Settings } from './settings.ts'

/** The settings that decide what must not reach a file. */
export type PrivacySettings = Pick<Settings, 'apiKey' | 'privacy' | 'conversationKey'>

/** Removes what must not reach a file. */
export interface Privacy {
  /** Redacts the configured keys, all credentials, and the personal data that the project's options name. */
  redact: (text: string) => string
  /** The id of a conversation as the log has it: the id itself, or its hash with the project's key. */
  conversationId: (id: string) => string
}

/** The privacy of a project. Judge a reply before its text is redacted. */
export function privacyOf({ apiKey, conversationKey, privacy }: PrivacySettings): Privacy {
  const secrets = [apiKey, conversationKey].filter((secret) => secret !== null)
  const { patterns, ...kinds } = privacy.redact
  const key = privacy.hashConversations ? conversationKey : null
  return {
    redact: (text) => withoutPersonalData(withoutPatterns(redact(text, secrets), patterns), kinds),
    conversationId: (id) => (key === null ? id : hashedConversation(id, key)),
  }
}

/** The first 16 hexadecimal digits (64 bits) of the HMAC-SHA-256 of a conversation id. */
export function hashedConversation(id: string, key: string): string {
  return createHmac('sha256', key).update(id).digest('hex').slice(0, 16)
}
