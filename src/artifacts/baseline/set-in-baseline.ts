import type { Baseline } from '../../../schemas/generated/baseline.ts'

/** The `version` of a baseline that was converted from the runbook's format. */
export const RUNBOOK = 'runbook'

/**
 * The name under which the baseline contains a set; null when it does not contain it. The runbook's baseline names a file
 * of goldens, so it is matched with the set that has any of its `ids`.
 */
export function nameInBaseline({ version, sets }: Baseline, set: string, ids: readonly string[]): string | null {
  if (Object.hasOwn(sets, set)) return set
  if (version !== RUNBOOK) return null
  const found = Object.entries(sets).find(([, { goldens }]) => ids.some((id) => Object.hasOwn(goldens, id)))
  return found?.[0] ?? null
}
