import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { goldenProject, numbered } from './golden-project.ts'
import { madeOnce } from './made-once.ts'
import type { Project } from './project.ts'
import { scriptedModels, type Says } from './scripted-models.ts'

/** A project with three goldens. */
export const three = goldenProject({ plain: numbered(3) })

/** A server with both models, and the environment that points a run at it. */
export async function serve(reply: (question: string, asked: { model: string; count: number }) => Says = () => 'Yes.') {
  const server = await scriptedModels(['big', 'small'], reply)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

/** Runs goldens well, so that there is a baseline which a fault could spoil; gives its text. */
export async function recordBaseline(project: Project): Promise<string> {
  const { server, env } = await serve()
  const run = await project.vitest(['run', 'goldens', '-u'], env)
  await server.close()
  expect(run.output).toMatch(/status +PASS/)
  return project.read('goldens/baseline.json')
}

/** Gives a project the baseline of `three`, which is recorded once for all files of tests; returns its text. */
export async function recordedBaseline(project: Project): Promise<string> {
  const recorded = await madeOnce('three-goldens', async (made) => {
    await made.write(three)
    await recordBaseline(made)
  })
  const baseline = await readFile(join(recorded, 'goldens/baseline.json'), 'utf8')
  await project.write({ 'goldens/baseline.json': baseline })
  return baseline
}

/** A report, as the tests of faults read it. */
export interface FaultReport {
  status: string
  sets: { set: string; status: string; counts: Record<string, number>; goldens: { id: string; verdict: string }[] }[]
}

/** Notes are wrapped to the width of a terminal. */
export function unwrapped(output: string): string {
  return output.replace(/\s+/g, ' ')
}
