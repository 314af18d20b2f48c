import { describe, expect } from 'vitest'
import { better, eventsOf, hypothesisProject, lastBlock, unequalModels } from '../../support/hypothesis-project.ts'
import { test as base } from '../../support/project.ts'

// Five of eight questions tell the models apart: p is 1/32, which is enough alone, and not for one of two.
const almost = better('H1', `.toDifferBy(0.01, { direction: 'positive' })`, { more: `, must: 'hold'` })
const isRight = (question: string) => Number(/g(\d+)/.exec(question)?.[1]) >= 5

const test = base.extend('two', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const { server, env } = await unequalModels(isRight)
  onCleanup(() => server.close())
  const project = await newProject()
  await project.write(hypothesisProject({ almost, other: almost.replace('H1', 'H2') }))
  return { project, env, server }
})

describe('two `must` hypotheses, each supported alone', { timeout: 120_000 }, () => {
  test('are judged alone by their shards, and together by the merge', async ({ two: { project, env, server } }) => {
    for (const shard of ['1/2', '2/2']) {
      const run = await project.vitest(
        ['run', 'hypotheses', `--shard=${shard}`, '--reporter=default', '--reporter=blob'],
        env,
      )
      expect(run.output).toMatch(/H[12] +supported +the embedder is better \(must hold\)/)
      expect(run.output).toContain('1 supported; Holm over 1')
      expect(run.exitCode).toBe(0)
    }
    const asked = server.asked().length
    const merged = await project.vitest(['run', '--merge-reports'], env)
    expect(merged.output).toContain('2 inconclusive; Holm over 2')
    expect(merged.output).toContain('hypothesis H1 must hold: it is supported alone, but not after the correction')
    expect(merged.exitCode).toBe(1)
    expect(server.asked()).toHaveLength(asked)
  })

  test('fail by the hypotheses of the other file', async ({ two: { project, env } }) => {
    const before = (await eventsOf(project, 'hypothesis_test')).length
    const both = await project.vitest(['run', 'hypotheses'], env)
    expect(both.output).toMatch(/Tests .*2 passed/)
    expect(lastBlock(both.output)).toMatchInlineSnapshot(`
      "


       H1         inconclusive   the embedder is better (must hold)
                  risk difference 0.625 (95 %: 0.0901 to 1, claimed at least 0.01), p 0.0312, n 8
                  (measured)
                  p 0.0312 would support it alone; among 2 hypotheses Holm makes it p 0.0625, above alpha
                  0.05
       H2         inconclusive   the embedder is better (must hold)
                  risk difference 0.625 (95 %: 0.0901 to 1, claimed at least 0.01), p 0.0312, n 8
                  (measured)
                  p 0.0312 would support it alone; among 2 hypotheses Holm makes it p 0.0625, above alpha
                  0.05
       hypotheses 2 inconclusive; Holm over 2, alpha 0.05

       note       hypothesis H1 must hold: it is supported alone, but not after the correction over this
                  run
       note       hypothesis H2 must hold: it is supported alone, but not after the correction over this
                  run
       log        .aios/provenance.ndjson (36 events)"
    `)
    expect(both.exitCode).toBe(1)
    expect((await eventsOf(project, 'hypothesis_test')).slice(before)).toMatchObject([
      { hypothesis: 'H1', outcome: 'inconclusive', outcome_alone: 'supported' },
      { hypothesis: 'H2', outcome: 'inconclusive', outcome_alone: 'supported' },
    ])
  })
})
