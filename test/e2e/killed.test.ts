import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { filesBelow } from '../support/project-files.ts'
import { type Project, test } from '../support/project.ts'
import { logOf, start } from '../support/running.ts'
import { scriptedModels } from '../support/scripted-models.ts'

/** Each golden is one test that asks several times and takes its time, so that a kill finds replies without a verdict. */
const patient = `
import { describeGoldens, expect } from 'vitest-aios'
describeGoldens('patient', './patient.json', {
  each: async ({ golden, ask }) => {
    const answers = [await ask(golden)]
    for (const again of ['first', 'second', 'third', 'fourth']) answers.push(await ask(golden.question + ' ' + again))
    for (const answer of answers) expect(answer).toAnswer(golden)
  },
})
`

async function patientServer() {
  let count = 0
  return scriptedModels(['big', 'small'], async () => {
    await wait(60)
    return `reply ${++count}`
  })
}

/** Names of the JSON files of a project that are not whole. */
function brokenFiles(project: Project): string[] {
  const files = ['goldens', '.aios'].map((name) => join(project.dir, name)).filter((folder) => existsSync(folder))
  const json = files.flatMap(filesBelow).filter((file) => file.endsWith('.json'))
  return json.filter((file) => {
    try {
      JSON.parse(readFileSync(file, 'utf8'))
      return false
    } catch {
      return true
    }
  })
}

describe('kill -9 of the whole tree', { timeout: 180_000 }, () => {
  test('keeps every reply that was complete a second before', async ({ project, onTestFinished }) => {
    const server = await patientServer()
    onTestFinished(() => server.close())
    await project.write({
      ...goldenProject({ plain: numbered(60) }, { aios: 'slots: 3' }),
      'goldens/patient.json': JSON.stringify(numbered(20, 'p')),
      'goldens/patient.golden.test.ts': patient,
    })
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url, AIOS_REPEATS: '2' }
    for (let round = 0; round < 4; round += 1) {
      const before = server.answered().length
      const run = start(project, ['run', 'goldens', '-u'], env)
      while (server.answered().length === before) await wait(10)
      const moment = 1_100 + Math.random() * 1_500
      await wait(moment)
      const killedAt = Date.now()
      await run.kill()

      const due = server
        .answered()
        .slice(before)
        .filter(({ at }) => at < killedAt - 1_000)
      const { events, unreadable } = logOf(project)
      const logged = new Set(events.map((event) => event['reply']))
      const lost = due.filter(({ reply }) => !logged.has(reply))
      expect(lost, `round ${round}, killed after ${moment} ms`).toEqual([])
      expect(due.length).toBeGreaterThan(0)
      expect(unreadable.length).toBeLessThanOrEqual(round + 1)
      expect(brokenFiles(project)).toEqual([])
      expect(project.exists('goldens/baseline.json')).toBe(false)
      // The replies to the killed run are finished by now.
      await wait(200)
    }
  })

  test('leaves report, comparison and baseline whole at the very end of a run', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'Yes.')
    onTestFinished(() => server.close())
    await project.write(goldenProject({ plain: numbered(60) }))
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    for (let round = 0; round < 4; round += 1) {
      const replies = (round + 1) * 60
      const run = start(project, ['run', 'goldens', ...(round % 2 === 0 ? ['-u'] : [])], env)
      // To read the log each millisecond would take a core from the run.
      while (server.answered().length < replies) await wait(1)
      while (logOf(project).events.filter((event) => event['event_type'] === 'response').length < replies) await wait(1)
      await wait(round * 6)
      await run.kill()
      expect(brokenFiles(project)).toEqual([])
    }
    const last = await project.vitest(['run', 'goldens', '-u'], env)
    expect(last.exitCode).toBe(0)
    expect(brokenFiles(project)).toEqual([])
  })

  test('the next run repairs a torn last line and reports it once', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], () => 'Yes.')
    onTestFinished(() => server.close())
    const torn = '{"schema_version":"2.0","reply":"cut he'
    await project.write({
      // A server without latency has nothing but noise: this test is not about it.
      ...goldenProject({ plain: numbered(2) }, { aios: 'regression: 100' }),
      '.aios/provenance.ndjson': `${JSON.stringify(sampleEvent({ ts: new Date().toISOString() }))}\n${torn}`,
    })
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    const next = await project.vitest(['run', 'goldens'], env)
    expect(next.output).toContain(
      `the log ended in an incomplete line of ${torn.length} bytes, left by a run that was killed`,
    )
    expect(next.exitCode).toBe(0)
    expect(logOf(project)).toMatchObject({ unreadable: [torn], whole: true })
    expect(logOf(project).events).toHaveLength(1 + 3)
    expect((await project.vitest(['run', 'goldens'], env)).output).not.toContain('incomplete line')
  })
})

describe('two concurrent runs in one folder', { timeout: 120_000 }, () => {
  test('keep all lines whole, and leave valid files', async ({ project, onTestFinished }) => {
    const long = 'x'.repeat(20_000)
    // Each tenth question waits for the other run to ask it, so that neither is done before the other begins.
    const waiting = new Map<string, () => void>()
    const server = await scriptedModels(['big', 'small'], async (question) => {
      // Events travel to the log a few times a second.
      await wait(50)
      if (!question.endsWith('0?')) return long
      const other = waiting.get(question)
      if (other === undefined) await new Promise<void>((resolve) => waiting.set(question, resolve))
      else other()
      return long
    })
    onTestFinished(() => server.close())
    await project.write(goldenProject({ plain: numbered(150) }, { aios: 'slots: 4' }))
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url }
    const runs = await Promise.all([1, 2].map(() => project.vitest(['run', 'goldens', '-u'], env)))
    expect(runs.map((run) => run.exitCode)).toEqual([0, 0])
    const { events, unreadable, whole } = logOf(project)
    expect({ unreadable, whole }).toEqual({ unreadable: [], whole: true })
    const replies = events.filter((event) => event['event_type'] === 'response')
    expect(new Set(replies.map((event) => event['msg_id'])).size).toBe(300)
    expect(replies.every((event) => event['reply'] === long)).toBe(true)
    // The writes must interleave, or the test shows nothing.
    const order = replies.map((event) => event['run_id'])
    expect(order.filter((id, index) => index > 0 && id !== order[index - 1]).length).toBeGreaterThan(1)
    expect(brokenFiles(project)).toEqual([])
  })
})
