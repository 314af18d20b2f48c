/** One finding of the doctor. */
export interface Check {
  name: string
  status: 'ok' | 'warning' | 'failed'
  /** What was seen. */
  evidence: string
  /** The command or setting that mends it; null where nothing is wrong. */
  remedy: string | null
}

/** A check that found nothing wrong. */
export const ok = (name: string, evidence: string): Check => ({ name, status: 'ok', evidence, remedy: null })

/** A check that found something a person should know. */
export const warning = (name: string, evidence: string, remedy: string): Check => ({
  name,
  status: 'warning',
  evidence,
  remedy,
})

/** A check that found something that must be mended. */
export const failed = (name: string, evidence: string, remedy: string): Check => ({
  name,
  status: 'failed',
  evidence,
  remedy,
})
