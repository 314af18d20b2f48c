import { expect, it } from 'vitest'
import { replyCards } from '../../../../reporters/cards/reply-cards.ts'
import type { Golden } from '../../../../src/goldens/golden.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { svgLines } from '../../../support/svg.ts'

const event = sampleEvent({ golden: { set: 'facts', id: 'capital', trait: '', fingerprint: '0123456789ab' } })

function textOf(facts: Partial<Golden>, verdict: 'pass' | 'unjudged' = 'pass'): string {
  const golden: Golden = { id: 'capital', trait: '', question: event.question, ...facts }
  const cards = replyCards([{ ...event, verdict }], {
    goldenOf: () => golden,
    conversationOf: ({ question }) => [{ role: 'user', content: question }],
    prompt: null,
    redact: (text) => text,
    passed: true,
  })
  return cards.flatMap(({ svg }) => svgLines(svg)).join(' ')
}

it('says that a golden without an expectation passes with any reply', () => {
  expect(textOf({})).toContain('no expectation of the text: any reply that is not empty passes')
  expect(textOf({ expected_source: 'embedder' })).toContain('any reply of embedder that is not empty passes')
})

it('says so neither for a golden with an expectation nor for a reply that was not judged', () => {
  expect(textOf({ expect: { contains: '4' } })).not.toContain('no expectation')
  expect(textOf({}, 'unjudged')).not.toContain('no expectation')
})
