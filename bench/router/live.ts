// The router with two real models on this machine: one kind of question for which moving the boundary helps, and one for which
// it hurts, according to the recording. Asks until the boundary moves or there are no more questions.
import { join } from 'node:path'
import { seededRandom } from '../../src/evidence.ts'
import { conversationOf } from '../../src/goldens/golden.ts'
import { judge } from '../../src/goldens/expectation.ts'
import { PAIRS } from '../../src/models/embedded/install/catalogue.ts'
import { startStandIn } from '../../src/models/embedded/server/server.ts'
import { openLiveModels } from '../../src/models/live/client.ts'
import { createRouter, memoryStore, type Move } from '../../src/router/index.ts'
import { resolveSettings } from '../../src/settings/resolve.ts'
import { type Finding, printFindings } from '../table.ts'
import type { Template } from './questions-draw.ts'
import { wordProblems } from './questions-numbers.ts'
import { multipleChoice } from './questions-texts.ts'

const QUESTIONS = 400
const MAX_TOKENS = 48

const root = join(import.meta.dirname, '../..')
const server = await startStandIn({ dir: join(root, '.aios'), threads: 2 })
const [main = '', embedder = ''] = PAIRS.tiny.map(({ id }) => id)
const env = { AIOS_BASE_URL: server.baseUrl, AIOS_MAIN_MODEL: main, AIOS_EMBEDDER: embedder }
const settings = resolveSettings({ sampling: { max_tokens: MAX_TOKENS } }, { root, env })
const slots = { acquire: () => Promise.resolve({ previous: null, release() {} }) }
const models = openLiveModels({ settings, slots })

/** Asks questions of one kind, each in its own conversation, and returns the final boundary. */
async function boundaryAfter(kind: string, template: Template | undefined): Promise<number> {
  if (template === undefined) throw new Error(`no questions: ${kind}`)
  const random = seededRandom(1)
  const moves: Move[] = []
  const store = memoryStore()
  const router = await createRouter({ store, random: () => random.uniform(), onMove: (move) => void moves.push(move) })
  const right = { main_model: { asked: 0, passed: 0 }, embedder: { asked: 0, passed: 0 } }
  console.log(`\n${kind}`)
  for (let asked = 1; asked <= QUESTIONS && moves.length === 0; asked++) {
    const { question, expect } = template(random)
    const messages = conversationOf({ id: kind, question, expect } as Parameters<typeof conversationOf>[0])
    const decision = router.route({ conversation: `${kind} ${asked}`, messages })
    const reply = await models.complete({ source: decision.source, messages, repeat: 0 })
    if (reply.kind === 'failure') throw new Error(`${question}: ${reply.cause}: ${reply.evidence}`)
    const { passed } = judge(reply.text, expect as Parameters<typeof judge>[1], question)
    right[decision.source].asked += 1
    right[decision.source].passed += Number(passed)
    await router.observe(decision, {
      kind: 'answered',
      quality: Number(passed),
      latencyMs: reply.timings.total_ms,
    })
    if (asked % 50 === 0) console.log(`  after ${asked}: ${router.evaluateMove().reason}`)
  }
  const { main_model, embedder } = right
  const asked = main_model.asked + embedder.asked
  console.log(
    `  main_model right on ${main_model.passed} of ${main_model.asked}, embedder on ${embedder.passed} of ${embedder.asked}`,
  )
  for (const { from, to, reason } of moves) console.log(`  moved from ${from} to ${to} after ${asked}: ${reason}`)
  await router.close()
  return router.boundary
}

const finding = (what: string, value: number, goal: Finding['goal']): Finding => ({
  what,
  value: Math.round(100 * value),
  goal,
  unit: '',
  from: `at most ${QUESTIONS} questions`,
})
const shares = await boundaryAfter('things shared among children', wordProblems['share'])
const capitals = await boundaryAfter('four capitals to choose from', multipleChoice['capital'])
printFindings([
  finding('moving helps: boundary, in hundredths', shares, { atLeast: 54 }),
  finding('moving hurts: boundary, in hundredths', capitals, { atMost: 50 }),
])
await models.close()
await server.close()
