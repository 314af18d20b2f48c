import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { HypothesisDeclaration } from '../../../schemas/generated/options.ts'
import { validateHypothesisDeclaration } from '../../../schemas/generated/options.validate.js'
import { describeOptionErrors, mustBe } from '../../text/option-errors.ts'

export type { HypothesisDeclaration }

export const { alpha: DEFAULT_ALPHA, power: DEFAULT_POWER } = DEFAULTS.HypothesisDeclaration

/** The problems of an invalid declaration, one line each; `[]` for a valid one. */
export function declarationProblems(id: unknown, declaration: unknown): string[] {
  const hasId = typeof id === 'string' && id.trim() !== ''
  const name = hasId ? `hypothesis ${id}` : 'a hypothesis'
  const missingId = hasId ? [] : [mustBe('the id of a hypothesis', "a non-empty string, such as 'H3'", id)]
  const errors = validateHypothesisDeclaration(declaration)
    ? bothLimits(declaration)
    : describeOptionErrors(validateHypothesisDeclaration.errors, { whole: 'the declaration' })
  return [...missingId, ...errors.map((error) => `${name}: ${error}`)]
}

function bothLimits({ margin, minimumEffect }: HypothesisDeclaration): string[] {
  if (margin === undefined || minimumEffect === undefined) return []
  return ['"margin" and "minimumEffect" exclude each other: a claim has one limit. Leave one of them out']
}

/**
 * A declaration as one canonical line of JSON: keys sorted, defaults included. Its hash in the event of a hypothesis shows
 * whether a limit was changed later.
 */
export function canonicalDeclaration(declaration: HypothesisDeclaration): string {
  const { alpha = DEFAULT_ALPHA, power = DEFAULT_POWER } = declaration
  const whole = { ...declaration, alpha, power }
  return JSON.stringify(whole, Object.keys(whole).toSorted())
}
