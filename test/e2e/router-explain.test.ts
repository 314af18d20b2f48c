import { describe, expect } from 'vitest'
import { freshState } from '../../src/router/state.ts'
import { test } from '../support/aios-in-turn.ts'
import { configFile } from '../support/golden-project.ts'
import type { Project } from '../support/project.ts'

const STATE = '.aios/adaptive_routing_state.json'
const NEAR = 'Sort these words alphabetically: pear, apple, fig.'

async function explain(project: Project, env: Record<string, string> = {}) {
  await project.write({ [STATE]: JSON.stringify({ ...freshState('2026-01-01T00:00:00.000Z'), boundary: 0.42 }) })
  return (await project.aios(['router', 'explain', NEAR], env)).output
}

describe('aios router explain prints the route', () => {
  test('by the boundary, and whether the experiment may randomize it', async ({ project }) => {
    expect(await explain(project)).toMatch(
      /^treatment {2}main_model: the boundary is 0\.42, and the experiment draws the model\n {11}for messages like this$/m,
    )
  })

  test('of control while adaptation is off', async ({ project }) => {
    const output = await explain(project, { AIOS_ADAPTIVE_ENABLED: '0' })
    expect(output).toMatch(/^treatment +main_model: the boundary is 0\.5$/m)
    expect(output).toMatch(/^adaptation is off: AIOS_ADAPTIVE_ENABLED=0$/m)
  })

  test('by the policy of the project', async ({ project }) => {
    await project.write({ 'vitest.config.ts': configFile({ aios: "router: { policy: 'threshold' }" }) })
    expect(await explain(project)).toMatch(/^treatment +main_model: the boundary is 0\.42$/m)
  })

  test('within the maximum drift of the project', async ({ project }) => {
    await project.write({ 'vitest.config.ts': configFile({ aios: 'slo: { boundaryDrift: 0.05 }' }) })
    expect(await explain(project)).toMatch(/^treatment +main_model: the boundary is 0\.45, and/m)
  })
})
