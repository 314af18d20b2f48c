/** Throws where fake timers replace `process.nextTick`: connections need it, and would wait for ever. */
export function refuseFakedTicks(): void {
  const nextTick: unknown = Reflect.get(process, 'nextTick')
  // Only a fake has a clock.
  if (typeof nextTick !== 'function' || !('clock' in nextTick)) return
  throw new Error(
    "aios: process.nextTick is faked, and no model can be asked without it: leave 'nextTick' out of `toFake`, in vi.useFakeTimers() and in `fakeTimers` of the Vitest config",
  )
}
