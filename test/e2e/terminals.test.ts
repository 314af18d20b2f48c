import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect } from 'vitest'
import { lines } from '../fixtures/runbook-events.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { installed } from '../support/install-package.ts'
import { environment, execute, type Project, test } from '../support/project.ts'
import { requires } from '../support/requires.ts'

const cli = join(installed, 'dist/cli.js')
const aios = `'${process.execPath}' '${cli}'`

const emptyBaseline = JSON.stringify({ schema_version: '2.0', version: '0.1.0', sets: {} })

/** A set that its baseline does not know, a copy of another baseline, a log with a conversation, and a report. */
const files = {
  ...goldenProject({ sums: numbered(1) }),
  'goldens/baseline.json': JSON.stringify({
    schema_version: '2.0',
    version: '0.1.0',
    sets: { sums: { goldens: {} }, removed: { goldens: {} } },
  }),
  'goldens/baseline.20260101T000000000Z.json': emptyBaseline,
  '.aios/provenance.ndjson': lines([sampleEvent()]),
  '.aios/last_report.json': '{}',
}

/** Runs a command on a terminal, answers its question, and returns what the terminal showed, then its settings. */
async function onTerminal(project: Project, command: string, answer: string): Promise<string> {
  const script = `${aios} ${command}; echo "exit code $?"; stty -a`
  const child = spawn('script', ['-qec', script, '/dev/null'], {
    cwd: project.dir,
    env: { ...process.env, ...environment({}) },
    stdio: 'pipe',
  })
  let shown = ''
  let isAsked = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text
    if (isAsked || !shown.includes('[y/N] ')) return
    isAsked = true
    child.stdin.write(answer)
  })
  await once(child, 'close')
  expect(isAsked, shown).toBe(true)
  return stripVTControlCharacters(shown)
}

requires('script')('a question on a terminal', () => {
  const QUESTIONS = [
    'baseline restore',
    'baseline prune',
    'clean',
    'events forget --conversation conversation',
    'init --pair tiny',
  ]

  test.for(QUESTIONS)('of aios %s ends with Ctrl-C, and nothing is changed', async (command, { project }) => {
    await project.write(files)
    const shown = await onTerminal(project, command, '\u0003')
    expect(shown).toMatch(/\[y\/N\] \r?\nexit code 130\r?\n/)
    expect(shown).toMatch(/(?<!-)icanon/)
    expect(shown).toMatch(/(?<!-)echo /)
    for (const [name, text] of Object.entries(files)) expect(await project.read(name)).toBe(text)
    expect(project.exists('goldens/first_set.json')).toBe(false)
  })

  test('is answered with no by Ctrl-D', async ({ project }) => {
    await project.write(files)
    const shown = await onTerminal(project, 'clean', '\u0004')
    expect(shown).toMatch(/\[y\/N\] \r?\nnothing was deleted\r?\nexit code 1\r?\n/)
  })
})

requires('script')('a terminal of another kind', () => {
  test('that cannot redraw lines gets no control sequences', async ({ project }) => {
    await project.write(files)
    for (const command of ['status', 'events --count', 'router simulate --seeds 1 --messages 1000 --world up']) {
      const script = `TERM=dumb COLUMNS=20 ${aios} ${command}`
      const { stdout, exitCode } = await execute(project.dir, 'script', ['-qec', script, '/dev/null'])
      expect(stdout, command).not.toContain('\u001b')
      expect(exitCode, command).toBe(0)
    }
  })
})

requires('bash')('closed streams', () => {
  const run = (project: Project, script: string, env: Record<string, string> = {}) =>
    execute(project.dir, 'bash', ['-c', script.replaceAll('aios', aios)], env)

  test.for([
    ['aios status | head -1; echo ${PIPESTATUS[0]}', 0],
    ['aios events --json | head -0; echo ${PIPESTATUS[0]}', 0],
    ['aios slo --report missing.json 2>&1 | head -0; echo ${PIPESTATUS[0]}', 1],
    ['aios --help | head -1; echo ${PIPESTATUS[0]}', 0],
    ['aios status >&-; echo $?', 0],
    ['aios status >&- 2>&-; echo $?', 0],
    ['aios events --log nothing 2>&-; echo $?', 1],
    ['aios clean <&-; echo $?', 1],
    ['aios ask - <&-; echo $?', 1],
  ] as const)('%s', async ([script, exitCode], { project }) => {
    await project.write(files)
    const { output, stdout } = await run(project, script)
    expect(output).not.toMatch(/EPIPE|EBADF|^ +at |Unhandled|Warning:/m)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(String(exitCode))
  })

  test('a full disk under the output is an error', async ({ project }) => {
    await project.write(files)
    const { output, exitCode } = await run(project, 'aios status >/dev/full')
    expect(output).toContain('cannot write standard output: no space is left on the disk (ENOSPC)')
    expect(exitCode).toBe(1)
  })
})

describe('an environment without HOME', () => {
  test('is enough for commands that read the project', async ({ project }) => {
    await project.write(files)
    const script = `unset HOME; ${aios} status && ${aios} events --log '~/missing'`
    const { output, exitCode } = await execute(project.dir, 'sh', ['-c', script])
    expect(output).toMatch(/^log +1 file/m)
    expect(output).toMatch(/cannot read the log \/.+\/?missing: no such file/)
    expect(exitCode).toBe(1)
  })
})
