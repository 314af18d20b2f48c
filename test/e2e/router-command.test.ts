import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createRouter, fileStore, type Message } from '../../src/router/index.ts'
import { execute, type Project, test } from '../support/project.ts'

const STATE = '.aios/adaptive_routing_state.json'
const main = join(import.meta.dirname, '../../src/cli/main.ts')
const aios = (project: Project, args: string[], env: Record<string, string> = {}) =>
  execute(project.dir, process.execPath, ['--conditions=vitest-aios:source', main, 'router', ...args], env)

/** Teaches the state of a project, as an application does. */
async function teach(project: Project, outcomes: number): Promise<void> {
  const router = await createRouter({ store: fileStore(join(project.dir, STATE)) })
  for (let n = 0; n < outcomes; n++) {
    const messages: Message[] = [{ role: 'user', content: 'Name the capital of France. '.repeat(1 + (n % 4)) }]
    const decision = router.route({ conversation: `c${n}`, messages })
    void router.observe(decision, { kind: 'answered', quality: n % 3 === 0 ? 0 : 1, latencyMs: 400 })
  }
  await router.close()
}

describe('aios router', () => {
  test('without a state says so, and what makes one', async ({ project }) => {
    const { exitCode, output } = await aios(project, [])
    expect(output).toMatch(/^the router has not learnt anything yet: both buckets are at 0\.5\n-> live runs teach it/)
    expect(exitCode).toBe(0)
    expect(project.exists('.aios')).toBe(false)
  })

  test('shows both buckets, the evidence, the decision and what would change it', async ({ project }) => {
    await teach(project, 300)
    const { exitCode, output } = await aios(project, [])
    for (const pattern of [
      /^router +evidence, adaptation is on$/m,
      /^boundary +control 0\.5, treatment 0\.5 \(drift 0 of at most 0\.08\)$/m,
      /^control +\d+ outcomes, \d+ conversations$/m,
      /quality 6\d(\.\d)? % \(95 %: \d+(\.\d)? % to \d+(\.\d)? %\)/,
      /mean 400 ms, slow 0 %, main_model/,
      /^decision +stays at 0\.5: /m,
      /^health +conversations are split as they should be/m,
    ])
      expect(output).toMatch(pattern)
    expect(output).not.toMatch(/NaN|undefined|null/)
    expect(exitCode).toBe(0)
    const facts = JSON.parse((await aios(project, ['--json'])).stdout) as {
      buckets: Record<string, { outcomes: number }>
    }
    expect((facts.buckets['control']?.outcomes ?? 0) + (facts.buckets['treatment']?.outcomes ?? 0)).toBe(300)
  })

  test('says that adaptation is off, and why', async ({ project }) => {
    await teach(project, 10)
    const { output } = await aios(project, [], { AIOS_ADAPTIVE_ENABLED: '0' })
    expect(output).toMatch(/adaptation is off/)
  })

  test.for([
    ['damaged', '{ "boundary": '],
    ['newer', '{ "schema_version": "9.0" }'],
    ['another thing', '[1, 2, 3]'],
  ] as const)('a state that is %s: exit code 1, and nothing is changed', async ([, text], { project }) => {
    await project.write({ [STATE]: text })
    const { exitCode, output } = await aios(project, [])
    expect(output).toMatch(/adaptive_routing_state\.json cannot be used: .+\n.*aios router reset/)
    expect(exitCode).toBe(1)
    expect(await project.read(STATE)).toBe(text)
  })

  test('text in a state steers no terminal', async ({ project }) => {
    await teach(project, 10)
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
  test('says what it deletes, deletes it, and has nothing to do twice', async ({ project }) => {
    await teach(project, 20)
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

  test('deletes what cannot be read', async ({ project }) => {
    await project.write({ [STATE]: 'garbage' })
    expect((await aios(project, ['reset'])).exitCode).toBe(0)
    expect(project.exists(STATE)).toBe(false)
  })
})

describe('aios router explain', () => {
  test('shows the parts, which add up, and where the message goes', async ({ project }) => {
    const { output } = await aios(project, ['explain', 'Plan a day in Rome in exactly 4 steps, without museums.'])
    expect(output).toMatch(/^weight +0\.\d{3} \(weights: those of the package\)$/m)
    expect(output).toMatch(/^ +constraints +\+0\.\d{3}/m)
    expect(output).toMatch(/^control +main_model: the boundary is 0\.5$/m)
    const { stdout } = await aios(project, ['explain', '--json', 'Hi!'])
    const { value, parts } = JSON.parse(stdout) as { value: number; parts: Record<string, number> }
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(value, 6)
  })

  test('a blank message is an error', async ({ project }) => {
    const { exitCode, output } = await aios(project, ['explain', '  '])
    expect(output).toMatch(/there is no message/)
    expect(exitCode).toBe(1)
  })
})

describe('aios router simulate', () => {
  test('draws what the policies do in a world, on one seed always the same', async ({ project }) => {
    const args = ['simulate', '--world', 'down', '--seeds', '1', '--messages', '2000', '--svg', 'paths.svg']
    const { exitCode, output } = await aios(project, args)
    expect(output).toMatch(
      /^down: near the boundary the main model is worth 0\.1 more\n {2}evidence +[▁-█]{24} {2}.*per 1,000/,
    )
    expect(exitCode).toBe(0)
    expect((await aios(project, args)).output).toBe(output)
    expect(await project.read('paths.svg')).toMatch(/^<svg [^]*<\/svg>\n$/)
  })

  test.for([
    ['--seeds', '0'],
    ['--messages', 'many'],
    ['--effect', '2'],
    ['--world', 'mars'],
  ])('%s %s is refused', async ([option = '', value = ''], { project }) => {
    const { exitCode, output } = await aios(project, ['simulate', option, value])
    expect(output).toMatch(/is invalid/)
    expect(exitCode).toBe(1)
  })
})
