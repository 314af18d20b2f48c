/** Throws a RangeError that names the argument, the expected value and the received one. */
export function assert(holds: boolean, name: string, right: string, value: number): void {
  if (!holds) throw new RangeError(`${name} must be ${right}, got ${value}`)
}

export function assertProbability(name: string, value: number): void {
  assert(value >= 0 && value <= 1, name, 'a probability from 0 to 1', value)
}

export function assertPositive(name: string, value: number): void {
  assert(value > 0 && value < Infinity, name, 'a finite number above 0', value)
}

export function assertNumber(name: string, value: number): void {
  assert(!Number.isNaN(value), name, 'a number', value)
}

export function assertNumbers(name: string, values: readonly number[]): void {
  for (const value of values) assertNumber(name, value)
}

export function assertCount(name: string, value: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, name, 'an integer from 0', value)
}
