import type { ChangeReason } from '../../schemas/generated/dashboard.ts'

/** Why a golden changed, on one line. Pure. */
export function reasonsText(reasons: readonly ChangeReason[]): string {
  return reasons.map(({ text }) => text).join(', ')
}
