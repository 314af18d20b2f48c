import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GoldenCard, goldenCard } from '../../../../reporters/cards/golden-card.ts'
import { CARD_BYTES } from '../../../../reporters/cards/pages.ts'
import type { UnmeasuredEvent } from '../../../../schemas/generated/provenance.ts'
import type { Message } from '../../../../src/message.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { parseSvg, svgLines } from '../../../support/svg.ts'

const golden = { set: 'facts', id: 'capital', trait: 'geography', fingerprint: '0123456789ab' }

function card(facts: Partial<GoldenCard> = {}): GoldenCard {
  const event = facts.event ?? sampleEvent({ golden })
  return { event, conversation: [{ role: 'user', content: event.question }], checks: [], notes: [], ...facts }
}

function textOf(cards: readonly string[]): string {
  return cards.flatMap(svgLines).join('\n')
}

describe('goldenCard', () => {
  it('shows question, expectation, reply, route with its parts, and timings', () => {
    const event = sampleEvent({
      golden,
      route: {
        weight: 0.62,
        parts: { base: 0.4, length: 0.3, greeting: -0.08 },
        bucket: 'control',
        boundary: 0.5,
        propensity: 1,
      },
      source: 'main_model',
      timings: { queue_ms: 12, load_ms: 1_800, first_token_ms: 140, total_ms: 640, tokens_per_second: 41.27 },
      tokens: { prompt: 100, completion: 21, cached: 80 },
      reply: 'It is Paris.',
    })
    const [svg = '', ...more] = goldenCard(card({ event, checks: [{ text: 'to contain "Paris"', state: 'met' }] }))
    expect(more).toEqual([])
    expect(svgLines(svg)).toMatchInlineSnapshot(`
      [
        "PASS",
        "capital",
        "facts · geography · main_model (small)",
        "Question",
        "What is 2 + 2?",
        "Expected: the reply",
        "to contain "Paris"",
        "Reply",
        "It is Paris.",
        "Route",
        "main_model: weight 0.62 is above the boundary 0.5; bucket control",
        "weight",
        "0.62",
        "boundary 0.5",
        "base",
        "+0.4",
        "length",
        "+0.3",
        "greeting",
        "-0.08",
        "Timings: 640 ms without wait and load, measured",
        "wait for a slot",
        "12 ms",
        "load of the model",
        "1,800 ms",
        "to the first token",
        "140 ms",
        "generation",
        "500 ms",
        "prompt 100 tokens · prompt cache: warm, 80 % from the cache · reply 21 tokens",
        "· 41.3 tokens/s",
        "Message message of run run in the provenance log",
      ]
    `)
  })

  it('highlights what a failed reply misses, with what was found', () => {
    const event = sampleEvent({ golden, verdict: 'fail', why: 'to contain "Paris"', reply: 'It is Lyon.' })
    const checks = [{ text: 'to contain "Paris"', state: 'missed', found: '"It is Lyon."' } as const]
    const [svg = ''] = goldenCard(card({ event, checks }))
    expect(textOf([svg])).toContain(
      'Expected: the reply\nto contain "Paris"\nfound "It is Lyon."\nReceived\nIt is Lyon.',
    )
    expect(svg).toContain('class="band-fail"')
  })

  it('shows every message of a conversation under its role', () => {
    const conversation: Message[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'My name is Ada.' },
      { role: 'assistant', content: 'Hello, Ada!' },
      { role: 'user', content: 'What is my name?' },
    ]
    expect(textOf(goldenCard(card({ conversation })))).toContain(
      'Conversation: 4 messages, the question last\nsystem\nBe brief.\nuser\nMy name is Ada.\nassistant\nHello, Ada!\nuser\nWhat is my name?',
    )
  })

  it('says why there is no reply, and what helps', () => {
    const {
      reply: _reply,
      timings: _timings,
      tokens: _tokens,
      finish: _finish,
      why: _why,
      ...head
    } = sampleEvent({ golden })
    const event: UnmeasuredEvent = {
      ...head,
      model: { asked: 'small' },
      verdict: 'unmeasured',
      failure: { cause: 'connection_refused', evidence: 'ECONNREFUSED 127.0.0.1:1234', remedy: 'start the server' },
    }
    expect(textOf(goldenCard(card({ event })))).toContain(
      'NOT MEASURED\ncapital\nfacts · geography · embedder (small)\nQuestion\nWhat is 2 + 2?\nNo reply\nconnection refused\nECONNREFUSED 127.0.0.1:1234\nRemedy\nstart the server',
    )
  })

  it('shows that a reply was not judged', () => {
    expect(textOf(goldenCard(card({ event: sampleEvent({ verdict: 'unjudged' }) })))).toMatch(/^NOT JUDGED\n/)
  })

  it('keeps markup, scripts and escapes of a reply as text', () => {
    const hostile = `</text></svg><script>alert(1)</script><image href="x" onerror="alert(1)"/>&lt;\u001b[2J\u202e\u2066`
    const event = sampleEvent({ golden: { ...golden, id: hostile }, reply: hostile, question: hostile })
    const [svg = ''] = goldenCard(card({ event }))
    const names = new Set(parseSvg(svg).map(({ name }) => name))
    expect([...names].toSorted()).toEqual(['circle', 'path', 'rect', 'style', 'svg', 'text', 'title'])
    expect(svgLines(svg).join(' ')).toContain('<script>alert(1)</script><image href="x" onerror="alert(1)"/>&lt;')
    expect(svg).not.toMatch(/[\u001b\u202e\u2066]/)
  })

  it('says how much of a reply of 20 MB is left out', () => {
    const event = sampleEvent({ golden, reply: 'word '.repeat(4_000_000) })
    const cards = goldenCard(card({ event }))
    expect(cards.length).toBeLessThan(10)
    expect(textOf(cards).replaceAll('\n', ' ')).toContain('… (19,980,001 more characters)')
  })

  it('draws cards of at most 20,000 bytes that lose no word', () => {
    const text = fc.string({ unit: 'binary', maxLength: 2_000 })
    const words = fc.array(fc.stringMatching(/^[a-z<&"]{1,12}$/), { minLength: 200, maxLength: 2_000 })
    fc.assert(
      fc.property(text, words, text, fc.boolean(), (question, reply, id, failed) => {
        const event = sampleEvent({
          golden: { ...golden, id },
          question,
          reply: reply.join(' '),
          ...(failed ? { verdict: 'fail' as const, why: question } : {}),
          reasoning: id,
        })
        const cards = goldenCard(
          card({
            event,
            conversation: [
              { role: 'system', content: id },
              { role: 'user', content: question },
            ],
          }),
        )
        for (const svg of cards) expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(CARD_BYTES)
        const shown = new Set(cards.flatMap(svgLines).flatMap((line) => line.split(' ')))
        expect(reply.slice(0, 1_000).filter((word) => !shown.has(word))).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})
