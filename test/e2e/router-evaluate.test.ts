import { expect } from 'vitest'
import { randomizedTraffic } from '../fixtures/router-replies.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import type { Project } from '../support/project.ts'

const evaluate = (project: Project, ...args: string[]) => project.aios(['router', 'evaluate', ...args])

const write = (project: Project, events: readonly object[], more = '') =>
  project.write({ '.aios/provenance.ndjson': `${events.map((event) => JSON.stringify(event)).join('\n')}\n${more}` })

test('prints the estimated value of each boundary', async ({ project }) => {
  const skipped = [
    sampleEvent({ msg_id: 'r', origin: 'replayed', recorded_at: '2026-01-01' }),
    sampleEvent({ msg_id: 'u', verdict: 'unjudged' }),
    sampleEvent({ msg_id: 'h', hypothesis: 'H1' }),
    sampleEvent({ msg_id: 'g', route: { weight: 0.5, parts: {}, bucket: 'control', boundary: 0.5, propensity: 1 } }),
  ]
  await write(project, [...randomizedTraffic(900), ...skipped], '{"truncated')
  const { exitCode, output } = await evaluate(project, '--svg', 'gains.svg')
  expect(output).toMatch(/^900 messages in 300 conversations,\n900 of them near the boundary and randomized$/m)
  expect(output).toMatch(/^0\.42 {2}0\.8\d\d \(0\.\d+ to 0\.\d+\) +\+0\.[23]\d\d \(\+0\.\d+ to \+0\.\d+\) +\d+\.\d %/m)
  expect(output).toMatch(/^0\.50 {2}0\.\d+ \(.*\) +\+0\.000 \(\+0\.000 to \+0\.000\)/m)
  expect(output).toMatch(/^left out: 1 message near the boundary that were not randomized/m)
  expect(output).toMatch(
    /^left out: 1 reply from recordings\nleft out: 1 reply without a judgement\nleft out: 1 damaged line: /m,
  )
  expect(output).not.toMatch(/NaN|Infinity/)
  expect(exitCode).toBe(0)
  expect(await project.read('gains.svg')).toMatch(/^<svg [^]*<\/svg>\n$/)
  const { stdout } = await evaluate(project, '--json')
  expect(JSON.parse(stdout)).toMatchObject({ refused: null, messages: 900, drawn: 900, certain: 1 })
})

test.for([
  ['no log', [], /^cannot evaluate: there is no log/],
  [
    'a log without randomized messages',
    [sampleEvent({ route: { weight: 0.5, parts: {}, bucket: 'control', boundary: 0.5, propensity: 1 } })],
    /was randomized/,
  ],
  ['a small log', randomizedTraffic(60), /100\s+are\s+needed:\s+\d+\s+are\s+missing/],
] as const)('exits with 1 for %s', async ([, events, expected], { project }) => {
  if (events.length > 0) await write(project, events)
  const { exitCode, output } = await evaluate(project)
  expect(output).toMatch(expected)
  expect(exitCode).toBe(1)
})

test('rejects an invalid time', async ({ project }) => {
  const { exitCode, output } = await evaluate(project, '--since', 'yesterday')
  expect(output).toMatch(/It must be a time such as 24h/)
  expect(exitCode).toBe(1)
})
