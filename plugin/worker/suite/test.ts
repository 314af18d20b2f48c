import { expect, test as base } from 'vitest'
import type { Router } from '../../../src/router/index.ts'
import type { Ask } from './ask-types.ts'
import { Attempt } from './attempt.ts'
import { closeWorkerContext, openWorkerContext } from './worker-context.ts'

/**
 * Vitest's `test` with fixtures: `ask` asks the models through the router, `router` decides without asking,
 * `conversation` is the id of the conversation that the test belongs to (set it to join several tests; by default each
 * golden, and each test, is a conversation of its own). Questions of a plain test in a live run are traffic, and belong to
 * a new conversation in every run.
 */
export const test = base
  .extend('worker', { scope: 'file' }, async ({}, { onCleanup }) => {
    const file = expect.getState().testPath ?? ''
    onCleanup(() => closeWorkerContext(file))
    return openWorkerContext(file)
  })
  .extend('conversation', (): string | undefined => undefined)
  .extend('router', ({ worker }): Router => worker.router)
  .extend('ask', ({ worker, task, signal, conversation }, { onCleanup }): Ask => {
    const attempt = new Attempt(worker, task, signal, { conversation })
    onCleanup(() => attempt.close())
    return attempt.ask
  })
