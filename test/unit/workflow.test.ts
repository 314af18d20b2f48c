import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Step {
  name?: string
  uses?: string
  run?: string
  if?: string
  with?: Record<string, unknown>
}

interface Workflow {
  on: Record<string, { branches?: string[] } | null>
  permissions: Record<string, string>
  concurrency: { group: string; 'cancel-in-progress': boolean }
  jobs: Record<string, { 'timeout-minutes': number; steps: Step[] }>
}

const repository = join(import.meta.dirname, '../..')
const workflow = parse(readFileSync(join(repository, '.github/workflows/quality.yml'), 'utf8')) as Workflow
const jobs = Object.values(workflow.jobs)
const steps = jobs.flatMap((job) => job.steps)
const using = (action: string) => steps.find(({ uses }) => uses?.startsWith(`${action}@`))

test('it runs for pull requests to main or master, and by hand', () => {
  expect(workflow.on).toEqual({ pull_request: { branches: ['main', 'master'] }, workflow_dispatch: null })
})

test('it may only read, ends by itself, and makes way for a newer push', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' })
  expect(workflow.concurrency['cancel-in-progress']).toBe(true)
  expect(jobs.filter((job) => !(job['timeout-minutes'] <= 30))).toEqual([])
})

test('it uses official actions only, by major version', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? [])
  expect(actions).not.toEqual([])
  expect(actions.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([])
})

test('its commands are there', () => {
  const commands = steps.flatMap(({ run }) => run ?? [])
  expect(commands).toEqual(['npm ci', 'bash ci/golden_ci.sh --backend replay'])
  expect(existsSync(join(repository, 'package-lock.json'))).toBe(true)
  expect(existsSync(join(repository, 'ci/golden_ci.sh'))).toBe(true)
})

test('its Node is one that the package supports', () => {
  const { engines } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    engines: { node: string }
  }
  const lowest = Number(/^>=(\d+)/.exec(engines.node)?.[1])
  expect(using('actions/setup-node')?.with?.['node-version']).toBeGreaterThanOrEqual(lowest)
})

test('it keeps the report of a failed run too, from a folder that counts as hidden', () => {
  const upload = using('actions/upload-artifact')
  expect(upload?.if).toBe('${{ !cancelled() }}')
  expect(upload?.with).toMatchObject({
    path: '.aios/last_report.json\n.aios/comparisons/\n.aios/provenance*\n',
    'include-hidden-files': true,
  })
})
