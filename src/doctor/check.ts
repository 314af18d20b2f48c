/** One check of the doctor. */
export interface Check {
  name: string
  status: 'ok' | 'warning' | 'failed'
  /** The observation. */
  evidence: string
  /** The command or setting that fixes it; null when the check is ok. */
  remedy: string | null
}

/** A passed check. */
export const ok = (name: string, evidence: string): Check => ({ name, status: 'ok', evidence, remedy: null })

/** A check with a warning. */
export const warning = (name: string, evidence: string, remedy: string): Check => ({
  name,
  status: 'warning',
  evidence,
  remedy,
})

/** A check that found a problem to fix. */
export const failed = (name: string, evidence: string, remedy: string): Check => ({
  name,
  status: 'failed',
  evidence,
  remedy,
})
