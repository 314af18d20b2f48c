import fc from 'fast-check'
import {
  bucketOf,
  createRouter,
  type Decision,
  memoryStore,
  type Outcome,
  type Policy,
  type RouterOptions,
  type RouterState,
  thresholdPolicy,
} from '../../src/router/index.ts'
import { freshState } from '../../src/router/state.ts'

export const START = '2026-01-01T00:00:00.000Z'
export const user = (content: string) => [{ role: 'user' as const, content }]
export const answered = (quality: number, latencyMs = 500): Outcome => ({ kind: 'answered', quality, latencyMs })
export const state = (change: Partial<RouterState> = {}): RouterState => ({ ...freshState(START), ...change })
export const conversationIn = (bucket: 'control' | 'treatment') =>
  Array.from({ length: 100 }, (_, n) => `conversation-${n}`).find((id) => bucketOf(id, 0.5) === bucket) ?? ''

/** Every fourth message is a greeting; the others are tasks of increasing length. */
export const messages = fc
  .nat({ max: 40 })
  .map((n) => user(n % 4 === 0 ? 'Hi!' : 'Explain how bees find 3 flowers. '.repeat(n)))
const anyNumber = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constantFrom(Number.NaN, Infinity, -1, 0, 1))
const anyOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('answered' as const), quality: anyNumber, latencyMs: anyNumber }),
  fc.constant({ kind: 'failed' as const }),
)
export const anyTraffic = fc.array(fc.record({ conversation: fc.nat({ max: 20 }), messages, outcome: anyOutcome }), {
  maxLength: 60,
})
export const anyBoundary = fc.double({ min: 0, max: 1, noNaN: true })

export function open(options: RouterOptions & { from?: RouterState } = {}) {
  const { from, ...rest } = options
  return createRouter({ store: memoryStore(from ?? state()), ...rest })
}

export async function drive(
  router: Awaited<ReturnType<typeof open>>,
  traffic: typeof anyTraffic extends fc.Arbitrary<infer T> ? T : never,
) {
  const decisions: Decision[] = []
  for (const { conversation, messages, outcome } of traffic) {
    const decision = router.route({ conversation: `c${conversation}`, messages })
    decisions.push(decision)
    await router.observe(decision, outcome)
  }
  return decisions
}

export function policyThatMoves(to: number): Policy {
  const evaluateMove = () => ({
    move: { to, evidence: null, gain: 0 },
    reason: 'it always moves',
    wouldChange: null,
    candidates: [],
  })
  return { ...thresholdPolicy(), name: 'restless', evaluateMove }
}

/** Every number of a state, by its path. */
export function numbersIn(value: object, path = ''): Map<string, number> {
  return new Map(
    Object.entries(value).flatMap(([key, part]): [string, number][] => {
      if (typeof part === 'number') return [[`${path}/${key}`, part]]
      return typeof part === 'object' && part !== null ? [...numbersIn(part as object, `${path}/${key}`)] : []
    }),
  )
}
