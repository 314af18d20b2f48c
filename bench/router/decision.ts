// Time of a routing decision: the weight of a message, its bucket, and the plan of the policy. Of the built package: in the
// sources, the engine looks up the constants of other modules each time.
import { createRouter, memoryStore, type Message } from 'vitest-aios/router'
import { median } from '../sides.ts'
import { printFindings } from '../table.ts'

const ROUNDS = 20_000
/** Decisions until the engine has optimized the code. */
const WARM_UP = 40_000

const TEXT =
  'Compare the two timetables below, and list in exactly 4 steps how to get from Oslo to Bergen before 18:30. '

/** A conversation with turns of 500 characters; the last one is of the user. */
function conversation(turns: number): Message[] {
  return Array.from({ length: turns }, (_, turn) => ({
    role: (turns - turn) % 2 === 1 ? 'user' : 'assistant',
    content: `${turn} ${TEXT.repeat(5)}`.slice(0, 500),
  }))
}

/** Median time of a decision in microseconds, for a router with 800 outcomes. */
async function decision(messages: readonly Message[]): Promise<number> {
  const router = await createRouter({ store: memoryStore() })
  for (let n = 0; n < 800; n++) {
    const made = router.route({ conversation: `c${n}`, messages })
    await router.observe(made, { kind: 'answered', quality: n % 3 === 0 ? 0 : 1, latencyMs: 400 })
  }
  const times = Array.from({ length: ROUNDS + WARM_UP }, (_, n) => {
    const startedAt = performance.now()
    router.route({ conversation: `c${n}`, messages })
    return (performance.now() - startedAt) * 1_000
  })
  return median(times.slice(WARM_UP))
}

const from = `median of ${ROUNDS} decisions, on a free core`
printFindings([
  {
    what: 'a decision, message of 500 characters',
    value: await decision(conversation(1)),
    goal: { atMost: 4 },
    unit: ' µs',
    from,
  },
  {
    what: 'a decision, conversation of 50 turns',
    value: await decision(conversation(50)),
    goal: { atMost: 100 },
    unit: ' µs',
    from,
  },
])
