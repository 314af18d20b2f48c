import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect } from 'vitest'
import { repliesIn, replayGoldens, ROUTES, startDashboard } from '../../support/dashboard.ts'
import { test } from '../../support/project.ts'

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/dashboard.schema.json'), 'utf8'))

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false })
ajv.addVocabulary(['tsType'])
const validate = ajv.compile(schema as object)

/** Problems of the answer to a route, by the schema of page and server. */
function problemsOf(route: string, answer: unknown): string[] {
  return validate({ [route]: answer }) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error))
}

describe('the answers of the server', () => {
  test('are valid by the schema, with and without a log', async ({ project, onTestFinished }) => {
    const dashboard = await startDashboard(project, onTestFinished)
    for (const route of ROUTES) expect(problemsOf(route, await dashboard.answer(route)), route).toEqual([])

    await replayGoldens(project, { hypotheses: true })
    for (const route of ROUTES)
      expect(problemsOf(route, await dashboard.answer(`${route}?since=all`)), route).toEqual([])
    const [reply] = repliesIn(await project.read('.aios/provenance.ndjson'))
    const event = await dashboard.answer(`event?message=${encodeURIComponent(reply?.message ?? '')}`)
    expect(problemsOf('event', event)).toEqual([])
  }, 180_000)
})
