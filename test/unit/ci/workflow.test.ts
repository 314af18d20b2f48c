import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Step {
  name?: string
  uses?: string
  run?: string
  shell?: string
  if?: string
  with?: Record<string, unknown>
}

interface Workflow {
  on: Record<string, { branches?: string[] } | { cron: string }[] | null>
  permissions: Record<string, string>
  concurrency: { group: string; 'cancel-in-progress': boolean }
  jobs: Record<
    string,
    { 'timeout-minutes': number; strategy?: { matrix: Record<string, (string | number)[]> }; steps: Step[] }
  >
}

const repository = join(import.meta.dirname, '../../..')
const text = (file: string) => readFileSync(join(repository, file), 'utf8')
const read = (name: string) => parse(text(`.github/workflows/${name}`)) as Workflow
const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(({ steps }) => steps)
const { engines, files, scripts } = JSON.parse(text('package.json')) as {
  engines: { node: string }
  files: string[]
  scripts: Record<string, string>
}
const lowest = Number(/^>=(\d+)/.exec(engines.node)?.[1])

describe.each([
  { name: 'quality.yml', writes: {}, cancelled: true },
  { name: 'check.yml', writes: {}, cancelled: true },
  { name: 'alerts.yml', writes: { issues: 'write' }, cancelled: false },
])('$name', ({ name, writes, cancelled }) => {
  const workflow = read(name)

  test('has only the permissions that it needs, and ends by itself', () => {
    expect(workflow.permissions).toEqual({ contents: 'read', ...writes })
    expect(workflow.concurrency['cancel-in-progress']).toBe(cancelled)
    expect(Object.values(workflow.jobs).filter((job) => !(job['timeout-minutes'] <= 90))).toEqual([])
  })

  test('uses official actions only, by major version', () => {
    const actions = stepsOf(workflow).flatMap(({ uses }) => uses ?? [])
    expect(actions).not.toEqual([])
    expect(actions.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([])
  })
})

describe('quality.yml, which users copy', () => {
  const workflow = read('quality.yml')
  const using = (action: string) => stepsOf(workflow).find(({ uses }) => uses?.startsWith(`${action}@`))

  test('is packed', () => {
    expect(files).toContain('.github/workflows/quality.yml')
  })

  test('runs for pull requests to main or master, and by hand', () => {
    expect(workflow.on).toEqual({ pull_request: { branches: ['main', 'master'] }, workflow_dispatch: null })
  })

  test('runs the script of this repository, or that of the installed package', () => {
    const [install, goldens = ''] = stepsOf(workflow).flatMap(({ run }) => run ?? [])
    expect(install).toBe('npm ci')
    const scriptsNamed = [...goldens.matchAll(/script=(\S*golden_ci\.sh)/g)].map(([, path = '']) => path)
    expect(scriptsNamed).toEqual(['ci/golden_ci.sh', 'node_modules/vitest-aios/ci/golden_ci.sh'])
    expect(existsSync(join(repository, 'ci/golden_ci.sh'))).toBe(true)
    expect(existsSync(join(repository, 'package-lock.json'))).toBe(true)
  })

  test('uses a Node that the package supports', () => {
    expect(using('actions/setup-node')?.with?.['node-version']).toBeGreaterThanOrEqual(lowest)
  })

  test('keeps the report of a failed run too, from a hidden folder', () => {
    const upload = using('actions/upload-artifact')
    expect(upload?.if).toBe('${{ !cancelled() }}')
    expect(upload?.with).toMatchObject({
      path: '.aios/last_report.json\n.aios/comparisons/\n.aios/provenance*\n',
      'include-hidden-files': true,
    })
  })
})

describe('alerts.yml, which users copy', () => {
  const workflow = read('alerts.yml')

  test('is packed, and runs every half hour', () => {
    expect(files).toContain('.github/workflows/alerts.yml')
    expect(workflow.on).toEqual({ schedule: [{ cron: '*/30 * * * *' }], workflow_dispatch: null })
  })
})

describe('check.yml, for this repository', () => {
  const workflow = read('check.yml')

  test('runs on three systems with the oldest supported Node and the newest', () => {
    expect(workflow.jobs['check']?.strategy?.matrix).toEqual({
      os: ['ubuntu-latest', 'macos-latest', 'windows-latest'],
      node: [lowest, 24],
    })
  })

  test('runs the same checks as .ci/run, and both scripts for users', () => {
    const commands = stepsOf(workflow).flatMap(({ run }) => run ?? [])
    expect(commands).toEqual(
      expect.arrayContaining([
        'npm ci',
        'npm run check',
        './ci/golden_ci.ps1 -Backend replay',
        'bash ci/golden_ci.sh --backend replay',
      ]),
    )
    expect(text('.ci/run')).toMatch(/^exec npm run check$/m)
    expect(scripts['check']).toBe('node scripts/check.ts')
  })
})
