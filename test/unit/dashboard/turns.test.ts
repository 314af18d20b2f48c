import { describe, expect, test } from 'vitest'
import { turnsOf } from '../../../src/dashboard/views/event/neighbours.ts'
import { factsOf } from '../../../src/provenance/event-facts.ts'
import { generatedEvents } from '../../../bench/generated-log.ts'

const replies = [...generatedEvents({ events: 20, end: 1_764_374_400_000 })]
  .filter((event) => event.event_type === 'response')
  .slice(0, 4)
const rows = replies.map((event) => factsOf(event))
const ids = rows.map(({ message }) => message)

describe('the messages of a conversation', () => {
  test('are in order of time, each once, with the ones before and after the current one', () => {
    const { conversation, previous, next } = turnsOf([...rows.toReversed(), ...rows.slice(1, 3)], ids[1] ?? null)
    expect(conversation.map(({ message }) => message)).toEqual(ids)
    expect(conversation.filter(({ current }) => current).map(({ message }) => message)).toEqual([ids[1]])
    expect([previous, next]).toEqual([ids[0], ids[2]])
  })

  test('have no neighbours at their ends', () => {
    expect(turnsOf(rows, ids[0] ?? null)).toMatchObject({ previous: null, next: ids[1] })
    expect(turnsOf(rows, ids[3] ?? null)).toMatchObject({ previous: ids[2], next: null })
    expect(turnsOf(rows, 'missing')).toMatchObject({ previous: null, next: null })
    expect(turnsOf([], 'missing')).toEqual({ conversation: [], previous: null, next: null })
  })
})
