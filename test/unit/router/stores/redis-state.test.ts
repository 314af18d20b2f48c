import { expect, test } from 'vitest'
import { freshState } from '../../../../src/router/state.ts'
import { stateReader } from '../../../../src/router/stores/redis-state.ts'

const WHOLE = ['schema_version', '2.0', 'boundary', '0.5', 'generation', '0']
const { started_at: now } = freshState('2026-01-02T03:04:05.000Z')
const answer = (cell: string) => [...WHOLE, 'started_at', now, 'updated_at', now, 'epoch.3.4', cell].join('\n')

test.each([
  ['n', '1e13 0 0 0 0 0 0 0 0 0 0'],
  ['conversations', '1 1e13 0 0 0 0 0 0 0 0 0'],
  ['main_model/n', '1 1 0 0 0 1e13 0 0 0 0 0'],
  ['main_model/slow', '1 1 0 0 0 1 0 1e13 0 0 0'],
  ['embedder/n', '1 1 0 0 0 0 0 0 1e13 0 0'],
  ['embedder/slow', '1 1 0 0 0 0 0 0 0 0 1e13'],
])('refuses a cell whose count of %s no router can have reached', (part, cell) => {
  expect(() => stateReader()(answer(cell))).toThrow(
    `epoch.3.4/${part} must be at most 1000000000000, got 10000000000000`,
  )
})

test('reads a cell with counts that a router can reach', () => {
  const state = stateReader()(answer('9 3 0.5 1 0 4 2 0 5 3 1'))
  expect(state?.since_move.epochs['3']?.['4']).toMatchObject({ n: 9, conversations: 3, embedder: { n: 5, slow: 1 } })
})
