import validate from '../../../schemas/generated/router-state.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import { addIncrement, freshState, type Increment } from '../state.ts'

/**
 * Refuses an increment that would spoil a state for good: a RangeError names what is not a finite number, negative where
 * that makes no sense, or unknown.
 */
export function checkIncrement(increment: Increment): void {
  const state = addIncrement({ ...freshState(''), generation: increment.generation }, increment, '')
  const faults = validate(state) ? oddNames(increment) : describeErrors(validate.errors)
  if (faults.length > 0) throw new RangeError(`router: an increment cannot be added: ${faults.join('; ')}`)
}

/** The schema leaves the names of epochs and cells open. */
function oddNames({ since_move: { epochs } }: Increment): string[] {
  const names = Object.entries(epochs).flatMap(([epoch, cells]) => [epoch, ...Object.keys(cells)])
  return names.filter((name) => !/^\d{1,15}$/.test(name)).map((name) => `${JSON.stringify(name)} is no number`)
}
