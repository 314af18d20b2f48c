/** Throws a RangeError that names the argument, what it must be, and what it is. */
export function demand(holds: boolean, name: string, right: string, value: number): void {
  if (!holds) throw new RangeError(`${name} must be ${right}, not ${value}`)
}

export function demandProbability(name: string, value: number): void {
  demand(value >= 0 && value <= 1, name, 'a probability from 0 to 1', value)
}

export function demandPositive(name: string, value: number): void {
  demand(value > 0 && value < Infinity, name, 'a finite number above 0', value)
}

export function demandNumber(name: string, value: number): void {
  demand(!Number.isNaN(value), name, 'a number', value)
}

export function demandNumbers(name: string, values: readonly number[]): void {
  for (const value of values) demandNumber(name, value)
}

export function demandCount(name: string, value: number): void {
  demand(Number.isSafeInteger(value) && value >= 0, name, 'a whole number, 0 or more', value)
}
