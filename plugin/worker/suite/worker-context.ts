import { inject } from 'vitest'
import { errorMessage } from '../../../src/text/error-message.ts'
import { type Configuration, configure } from '../../../src/settings/configuration.ts'
import { privacyOf } from '../../../src/settings/privacy.ts'
import { readAhead, readUnchanged } from '../../../src/artifacts/baseline/read-unchanged.ts'
import type { Baseline } from '../../../schemas/generated/baseline.ts'
import type { UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { printable } from '../../../src/text/printable.ts'
import { adaptationEvent } from '../../../src/provenance/events/adaptation-event.ts'
import type { Models } from '../../../src/models/models.ts'
import type { Decision, Outcome, Router } from '../../../src/router/index.ts'
import type { RunFacts } from '../../run-facts.ts'
import { BrokerClient } from '../broker-client.ts'
import { refuseFakedTicks } from './faked-ticks.ts'
import type { JudgedReply } from './judged-reply.ts'
import { EventBatcher } from './event-batcher.ts'
import { redactIn } from './failure-text.ts'
import { openSuiteRouter } from './suite-router.ts'

/**
 * Everything a worker shares between its tests: facts of the run, models, router and baseline, opened once a test file.
 */
export interface WorkerContext {
  facts: RunFacts
  /** The models with the plugin's own configuration, or with another one. */
  modelsOf(configuration?: Configuration): Promise<Models>
  router: Router
  /** Reports the outcome of a message to the router; it is saved when the worker closes, at the latest. */
  observe(decision: Decision, outcome: Outcome): void
  baseline: Baseline | null
  /** Questions asked so far, by golden set. */
  results: Map<string, (JudgedReply | UnmeasuredEvent)[]>
  batcher: EventBatcher
  usesGoldenSet(file: string): void
  close(): Promise<void>
}

interface Opening {
  /** Resolves when the request for the backend is sent; never rejects. */
  requested: Promise<void>
  context: Promise<WorkerContext>
}

const workers = new Map<string, Opening>()

/** Opens the context of a test file, once. Rejects with the diagnosis when no backend is available. */
export function openWorkerContext(testFile: string): Promise<WorkerContext> {
  return openingOf(testFile).context
}

/** Opens the context, and resolves when the main process begins to choose the backend. Never rejects. */
export function requestedBackend(testFile: string): Promise<void> {
  return openingOf(testFile).requested
}

function openingOf(testFile: string): Opening {
  const known = workers.get(testFile)
  if (known !== undefined) return known
  const { promise: requested, resolve } = Promise.withResolvers<void>()
  const context = open(testFile, resolve)
  context.catch(() => resolve())
  const opening = { requested, context }
  workers.set(testFile, opening)
  return opening
}

/** Closes the context of a test file, if it was opened. */
export async function closeWorkerContext(testFile: string): Promise<void> {
  const opening = workers.get(testFile)
  workers.delete(testFile)
  await (await opening?.context.catch(() => null))?.close()
}

async function open(testFile: string, onRequested: () => void): Promise<WorkerContext> {
  const address = inject('aios')
  if (address === undefined) {
    throw new Error(
      "aios: the plugin is not in the Vitest config. Add it: plugins: [aios({ ... })], from 'vitest-aios/plugin'",
    )
  }
  refuseFakedTicks()
  const broker = await BrokerClient.connect(address)
  const opening = broker.open<RunFacts>(address.session)
  onRequested()
  // Read the baseline while the main process chooses the backend, whose diagnosis comes first.
  if (address.baseline !== null) readAhead(address.baseline)
  const facts = await opening
  redactIn(testFile, privacyOf(facts.settings).redact)
  const opened = new Map<string, Promise<Models>>()
  const modelsOf = (configuration?: Configuration) => {
    const key = configuration === undefined ? '' : JSON.stringify(configuration)
    const models = opened.get(key) ?? openModels(configured(facts, configuration ?? { name: '' }), broker)
    opened.set(key, models)
    return models
  }
  const batcher = new EventBatcher()
  const router = await openSuiteRouter(facts, {
    onMove: (move) => batcher.sendAdaptation(adaptationEvent(move, router.state, facts)),
    warn,
  })
  const observed = new Set<Promise<unknown>>()
  return {
    facts,
    modelsOf,
    router,
    observe(decision, outcome) {
      const observing = router.observe(decision, outcome).finally(() => observed.delete(observing))
      observed.add(observing)
    },
    baseline: readUnchanged(facts.settings.baseline),
    results: new Map(),
    batcher,
    usesGoldenSet: (file) => broker.usesGoldenSet(address.session, testFile, file),
    async close() {
      // The last outcomes may move the boundary, which is an event too: close the router before the batcher.
      await router
        .close()
        .catch((error: unknown) => warn(`the router could not save what it learnt: ${errorMessage(error)}`))
      await Promise.all(observed)
      await batcher.close()
      for (const models of opened.values()) await (await models).close()
      broker.close()
    },
  }
}

function warn(warning: string): void {
  console.warn(`aios  ${printable(warning)}`)
}

function configured(facts: RunFacts, configuration: Configuration): RunFacts {
  return { ...facts, settings: configure(facts.settings, configuration) }
}

async function openModels(facts: RunFacts, broker: BrokerClient): Promise<Models> {
  if (facts.backend.kind === 'replay' || facts.backend.kind === 'none') {
    const { openReplay } = await import('../../../src/models/replay.ts')
    return openReplay(facts.settings)
  }
  const { openLiveModels } = await import('../../../src/models/live/client.ts')
  return openLiveModels({ settings: facts.settings, slots: broker })
}
