import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createRouter, fileStore, type Message } from '../../src/router/index.ts'
import { afterMove, type RouterState } from '../../src/router/state.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import type { Project } from '../support/project.ts'

const STATE = '.aios/adaptive_routing_state.json'
const aios = (project: Project, args: string[], env: Record<string, string> = {}) =>
  project.aios(['router', ...args], env)

const widest = (lines: readonly string[]) => Math.max(...lines.map(({ length }) => length))

/** Adds outcomes to the state of a project, like an application. */
async function addOutcomes(project: Project, outcomes: number): Promise<void> {
  const router = await createRouter({ store: fileStore(join(project.dir, STATE)) })
  for (let n = 0; n < outcomes; n++) {
    const messages: Message[] = [{ role: 'user', content: 'Name the capital of France. '.repeat(1 + (n % 4)) }]
    const decision = router.route({ conversation: `c${n}`, messages })
    void router.observe(decision, { kind: 'answered', quality: n % 3 === 0 ? 0 : 1, latencyMs: 400 })
  }
  await router.close()
}

describe('aios router', () => {
  test('without a state prints what creates one', async ({ project }) => {
    const { exitCode, output } = await aios(project, [])
    expect(output).toMatch(
      /^the router has not learnt anything yet: both buckets are at 0\.5\n-> live runs write its state/,
    )
    expect(exitCode).toBe(0)
    expect(project.exists('.aios')).toBe(false)
  })

  test('prints both buckets, the evidence, the decision and what would change it', async ({ project }) => {
    await addOutcomes(project, 300)
    const { exitCode, output } = await aios(project, [])
    for (const pattern of [
      /^router +evidence, adaptation is on$/m,
      /^boundary +control 0\.5, treatment 0\.5 \(drift 0 of at most 0\.08\)$/m,
      /^control +\d+ outcomes, \d+ conversations$/m,
      /quality 6\d(\.\d)? % \(95 %: \d+(\.\d)? % to \d+(\.\d)? %\)/,
      /mean 400 ms, slow 0 %, main_model/,
      /^decision +stays at 0\.5: /m,
      /^health +conversations are split as expected/m,
    ])
      expect(output).toMatch(pattern)
    expect(output).not.toMatch(/NaN|undefined|null/)
    expect(exitCode).toBe(0)
    const facts = JSON.parse((await aios(project, ['--json'])).stdout) as {
      buckets: Record<string, { outcomes: number }>
    }
    expect((facts.buckets['control']?.outcomes ?? 0) + (facts.buckets['treatment']?.outcomes ?? 0)).toBe(300)
  })

  test('prints that adaptation is off, with the reason', async ({ project }) => {
    await addOutcomes(project, 10)
    const { output } = await aios(project, [], { AIOS_ADAPTIVE_ENABLED: '0' })
    expect(output).toMatch(/adaptation is off \(AIOS_ADAPTIVE_ENABLED=0\)/)
    expect(output).toMatch(/^boundary +0\.5 for all while adaptation is off; treatment was at 0\.5$/m)
  })

  test.for([
    ['damaged', '{ "boundary": '],
    ['newer', '{ "schema_version": "9.0" }'],
    ['not a state', '[1, 2, 3]'],
  ] as const)('exits with 1 and changes nothing if the file is %s', async ([, text], { project }) => {
    await project.write({ [STATE]: text })
    const { exitCode, output } = await aios(project, [])
    expect(output).toMatch(/adaptive_routing_state\.json cannot be used: .+\n.*aios router reset/)
    expect(exitCode).toBe(1)
    expect(await project.read(STATE)).toBe(text)
  })

  test('after a move prints its reason, in at most 80 columns except for paths', async ({ project }) => {
    await addOutcomes(project, 200)
    const state = JSON.parse(await project.read(STATE)) as RouterState
    const reason = '0.46 gains about +0.1411 a message over 0.5: evidence 6.8e+82 of 80'
    const ts = '2026-01-01T12:00:00.000Z'
    const move = { ts, policy: 'evidence', from: 0.5, to: 0.46, evidence: 1e9, gain: 0.14, reason }
    await project.write({ [STATE]: JSON.stringify(afterMove(state, move)) })
    const { output } = await aios(project, [])
    expect(output).toMatch(/^treatment +\d+ outcomes, \d+ conversations\n +no outcome since the boundary last moved$/m)
    expect(output).toMatch(
      /^moves +2026-01-01T12:00:00\.000Z {2}0\.5 -> 0\.46: 0\.46 gains about \+0\.1411 a\n {11}message over/m,
    )
    expect(widest(output.split('\n').filter((line) => !line.includes(STATE)))).toBeLessThanOrEqual(80)
  })

  test('escapes control sequences in a state', async ({ project }) => {
    await addOutcomes(project, 10)
    const state = JSON.parse(await project.read(STATE)) as { moves: unknown[] }
    const move = {
      ts: '\u001b[2J',
      policy: 'x',
      from: 0.5,
      to: 0.46,
      evidence: null,
      gain: 0,
      reason: 'a\u202eb\u001b]0;x',
    }
    state.moves.push(move)
    await project.write({ [STATE]: JSON.stringify(state) })
    const { stdout } = await aios(project, [])
    expect(stdout).not.toMatch(/[\u001b\u202e]/)
    expect(stdout).toContain('0.5 -> 0.46')
  })
})

describe('aios router reset', () => {
  test('deletes the state with a description, once', async ({ project }) => {
    await addOutcomes(project, 20)
    expect((await aios(project, ['reset', '--dry-run'])).output).toMatch(
      /^would delete .*\(20 outcomes, boundary 0\.5\)/,
    )
    expect(project.exists(STATE)).toBe(true)
    const { exitCode, output } = await aios(project, ['reset'])
    expect(output).toMatch(/^deleted .*: the boundary is at 0\.5 again/)
    expect(exitCode).toBe(0)
    expect(project.exists(STATE)).toBe(false)
    expect((await aios(project, ['reset'])).output).toMatch(/^nothing to reset/)
  })

  test('deletes an unreadable file', async ({ project }) => {
    await project.write({ [STATE]: 'garbage' })
    expect((await aios(project, ['reset'])).exitCode).toBe(0)
    expect(project.exists(STATE)).toBe(false)
  })
})

describe('aios router explain', () => {
  test('prints parts that add up to the weight, and the route', async ({ project }) => {
    const { output } = await aios(project, ['explain', 'Plan a day in Rome in exactly 4 steps, without museums.'])
    expect(output).toMatch(/^weight +0\.\d{3} \(coefficients: the package's own\)$/m)
    expect(output).toMatch(/^ +constraints +\+0\.\d{3}/m)
    expect(output).toMatch(/^control +main_model: the boundary is 0\.5$/m)
    const { stdout } = await aios(project, ['explain', '--json', 'Hi!'])
    const { value, parts } = JSON.parse(stdout) as { value: number; parts: Record<string, number> }
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(value, 6)
  })

  test('rejects a blank message', async ({ project }) => {
    const { exitCode, output } = await aios(project, ['explain', '  '])
    expect(output).toMatch(/the message is empty/)
    expect(exitCode).toBe(1)
  })
})

describe('aios router evaluate', () => {
  const reply = (n: number, change: { route?: object; total_ms?: number; golden?: object; conv_id?: string } = {}) => {
    const { route = {}, total_ms = 400, golden, conv_id = `c${n}` } = change
    const event = sampleEvent({ conv_id, msg_id: `m${n}`, source: n % 2 === 0 ? 'main_model' : 'embedder' })
    return {
      ...event,
      route: { weight: 0.44, parts: {}, bucket: 'treatment', boundary: 0.5, propensity: 0.5, ...route },
      timings: { ...event.timings, total_ms },
      verdict: n % 3 === 0 ? 'fail' : 'pass',
      ...(golden === undefined ? {} : { golden }),
    }
  }
  const log = (project: Project, events: readonly object[]) =>
    project.write({ '.aios/provenance.ndjson': events.map((event) => `${JSON.stringify(event)}\n`).join('') })
  const replies = (count: number, change = {}) => Array.from({ length: count }, (_, n) => reply(n, change))

  test('leaves out and counts impossible propensities and times, and goldens', async ({ project }) => {
    const golden = { set: 's', id: 'g', trait: 't', fingerprint: '0123456789ab' }
    const unusable = [
      reply(1, { route: { propensity: 1e-300 } }),
      reply(2, { route: { propensity: 0 } }),
      reply(3, { total_ms: -1e9 }),
      reply(4, { total_ms: 1e300 }),
      reply(5, { golden }),
    ]
    await log(project, [...replies(400), ...unusable])
    const { exitCode, output } = await aios(project, ['evaluate'])
    expect(output).toMatch(/^400 messages in 400 conversations,\n400 of them near the boundary/)
    expect(output).toMatch(/^left out: 1 reply to goldens, which are not messages of users$/m)
    expect(output).toMatch(/^left out: 4 replies with an impossible propensity or time$/m)
    expect(output).not.toMatch(/NaN|Infinity|e[+-]\d/)
    // The tables fit into a terminal; the sentence above them may wrap.
    expect(widest(output.split('\n').slice(1))).toBeLessThanOrEqual(80)
    expect(exitCode).toBe(0)
  })

  test('escapes control sequences in a log', async ({ project }) => {
    await log(
      project,
      replies(400).map((event, n) => ({ ...event, conv_id: `\u001b[2J${n}` })),
    )
    await project.write({ '.aios/provenance.\u001b[2J.ndjson.gz': 'not an archive' })
    const { exitCode, output } = await aios(project, ['evaluate'])
    expect(output).not.toMatch(/[\u001b\u202e]/)
    expect(output).toMatch(/cannot be read to its end/)
    expect(exitCode).toBe(0)
  })

  test('exits with 1 and draws nothing for one conversation', async ({ project }) => {
    await log(project, replies(400, { conv_id: 'alone' }))
    const { exitCode, output } = await aios(project, ['evaluate', '--svg', 'gains.svg'])
    expect(output).toMatch(/^cannot evaluate: all 400 messages belong to one conversation/)
    expect(exitCode).toBe(1)
    expect(project.exists('gains.svg')).toBe(false)
  })

  test('exits with 1 for a log of goldens only', async ({ project }) => {
    const golden = { set: 's', id: 'g', trait: 't', fingerprint: '0123456789ab' }
    await log(project, replies(20, { golden }))
    const { exitCode, output } = await aios(project, ['evaluate'])
    expect(output).toMatch(/^cannot evaluate: the log has no reply that [^]*\n-> [^]*\nleft out: 20 replies to goldens/)
    expect(exitCode).toBe(1)
  })

  test('refuses only the boundary without randomized messages; draws with --json too', async ({ project }) => {
    const notRandomized = replies(80, { route: { weight: 0.56, propensity: 1 } })
    await log(project, [...replies(400), ...notRandomized])
    expect((await aios(project, ['evaluate'])).output).toMatch(
      /^0\.58 {2}refused: most messages that it would move were not randomized$/m,
    )
    const { exitCode, stdout } = await aios(project, ['evaluate', '--json', '--svg', 'gains.svg'])
    const { boundaries } = JSON.parse(stdout) as { boundaries: { refused: string | null }[] }
    expect(boundaries.map(({ refused }) => refused)).toEqual([
      null,
      'nothing_between',
      null,
      'nothing_between',
      'not_drawn',
    ])
    expect(exitCode).toBe(0)
    expect(await project.read('gains.svg')).not.toMatch(/NaN|Infinity/)
  })
})

describe('aios router simulate', () => {
  test('plots the policies in a world, with the same result for the same seeds', async ({ project }) => {
    const args = ['simulate', '--world', 'down', '--seeds', '1', '--messages', '2000', '--svg', 'paths.svg']
    const { exitCode, output } = await aios(project, args)
    expect(output).toMatch(
      /^evidence: moves .*\nthreshold: moves .*\n\nworld down: near the boundary the main model has 0\.1 more utility\n {2}evidence {3}moved in .*per 1,000\n {13}[▁-█]{20}\n/,
    )
    expect(output).toContain('of 2,000 messages')
    expect(exitCode).toBe(0)
    expect((await aios(project, args)).output).toBe(output)
    expect(await project.read('paths.svg')).toMatch(/^<svg [^]*<\/svg>\n$/)
  })

  test('names a drawing that cannot be written', async ({ project }) => {
    const args = ['simulate', '--world', 'up', '--seeds', '1', '--messages', '100', '--svg', 'nowhere/x.svg']
    const { exitCode, output } = await aios(project, args)
    expect(output).toMatch(/cannot write the drawing "nowhere\/x\.svg": .*\n {2}check the path/)
    expect(exitCode).toBe(1)
  })

  test('suggests a command for an unknown one', async ({ project }) => {
    const { exitCode, output } = await aios(project, ['explian'])
    expect(output).toContain("unknown command 'explian' (did you mean explain?)")
    expect(output).toContain('without a command, aios router prints the status of the router')
    expect(exitCode).toBe(1)
  })

  test.for([
    ['--seeds', '0'],
    ['--messages', 'many'],
    ['--effect', '2'],
    ['--world', 'mars'],
  ])('rejects %s %s', async ([option = '', value = ''], { project }) => {
    const { exitCode, output } = await aios(project, ['simulate', option, value])
    expect(output).toMatch(/is invalid/)
    expect(exitCode).toBe(1)
  })
})
