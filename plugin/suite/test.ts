import { expect, test as base } from 'vitest'
import type { Router } from '../../src/router/index.ts'
import { type Ask, Attempt } from './attempt.ts'
import { closeLab, openLab } from './lab.ts'

/**
 * Vitest's `test` with fixtures: `ask` asks the models through the router, `router` decides without asking,
 * `conversation` is the id under which everything in this test is routed (override it to join several tests; by
 * default each golden, and each test, is a conversation of its own). What a plain test asks in a live run is traffic: its
 * conversation is another one in every run.
 */
export const test = base
  .extend('lab', { scope: 'file' }, async ({}, { onCleanup }) => {
    const file = expect.getState().testPath ?? ''
    onCleanup(() => closeLab(file))
    return openLab(file)
  })
  .extend('conversation', (): string | undefined => undefined)
  .extend('router', ({ lab }): Router => lab.router)
  .extend('ask', ({ lab, task, signal, conversation }, { onCleanup }): Ask => {
    const attempt = new Attempt(lab, task, signal, { conversation })
    onCleanup(() => attempt.close())
    return attempt.ask
  })
