import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import type { PrivacySettings } from '../../src/settings/privacy.ts'

/** The privacy of a project that sets none of its options. */
export const USUAL_PRIVACY: PrivacySettings = {
  apiKey: null,
  conversationKey: null,
  privacy: { ...DEFAULTS.PrivacyOptions, redact: DEFAULTS.RedactOptions },
}
