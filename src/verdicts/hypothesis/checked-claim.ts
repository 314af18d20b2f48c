import { assertOptions, type OptionValidator } from '../../text/option-errors.ts'
import { withDefaults } from '../../with-defaults.ts'

/** A claim with its defaults filled in. Throws a RangeError that lists unknown options and invalid values. */
export function checkedClaim<Claim extends object, Defaults extends object>(
  validate: OptionValidator<Claim>,
  defaults: Defaults,
  claim: Claim,
): Claim & Defaults {
  assertOptions(validate, claim, { whole: 'the claim' })
  return withDefaults<Claim & Defaults>({ ...claim, ...defaults }, claim)
}
