import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test as base } from '../support/aios-in-turn.ts'
import { documentedCommands } from '../support/commands.ts'
import { configFile } from '../support/golden-project.ts'
import { installed } from '../support/install-package.ts'
import { execute, type Execution, type Project } from '../support/project.ts'
import { requires } from '../support/requires.ts'

const cli = join(installed, 'dist/cli.js')
const hasPowerShell = spawnSync('pwsh', ['-Version'], { stdio: 'ignore' }).status === 0

/** What `aios <path> --help` prints. */
interface Help extends Execution {
  path: string[]
}

/** The help of commands and of all commands in them. */
async function helpOf(project: Project, paths: string[][]): Promise<Help[]> {
  const help: Help[] = []
  for (const path of paths) help.push({ ...(await project.aios([...path, '--help'])), path })
  const below = help.flatMap(({ path, stdout }) => {
    const list = /\nCommands:\n([^]*?)(?:\n\n|$)/.exec(stdout)?.[1] ?? ''
    const names = [...list.matchAll(/^ {2}(\w[\w-]*)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]))
    return names.map((name) => [...path, name])
  })
  return below.length === 0 ? help : [...help, ...(await helpOf(project, below))]
}

const test = base.extend('commands', { scope: 'file' }, async ({ newProject }) => {
  const [, ...commands] = await helpOf(await newProject(), [[]])
  return commands
})

describe('every command', { timeout: 180_000 }, () => {
  test('has help with examples of its own, with exit code 0', ({ commands }) => {
    expect(commands.map(({ path }) => path.join(' '))).toEqual(
      expect.arrayContaining(documentedCommands().map(({ name }) => name)),
    )
    for (const { path, stdout, exitCode } of commands) {
      expect(stdout, path.join(' ')).toMatch(new RegExp(`^Examples?:\\n[^]*aios ${path.join(' ')}`, 'm'))
      expect(exitCode, path.join(' ')).toBe(0)
    }
  })

  test('suggests the right word for a misspelt one, with exit code 1', async ({ project }) => {
    for (const [args, words] of [
      [['statsu'], 'Did you mean status?'],
      [['router', 'explian'], 'did you mean explain?'],
      [['models', 'pul'], 'Did you mean pull?'],
      [['events', '--tial', '3'], 'Did you mean --tail?'],
    ] as const) {
      const { exitCode, output } = await project.aios([...args])
      expect(output).toContain(words)
      expect(exitCode).toBe(1)
    }
  })

  test('prints no colour codes into a pipe, nor with NO_COLOR', async ({ project }) => {
    await project.write({ 'vitest.config.ts': configFile() })
    for (const args of [['status'], ['doctor'], ['slo'], ['router'], ['clean', '--dry-run']]) {
      // A set NO_COLOR would hide that a pipe is not looked at.
      const piped = await execute(project.dir, 'sh', [
        '-c',
        `unset NO_COLOR; "$0" "$@"`,
        process.execPath,
        cli,
        ...args,
      ])
      expect(piped.output).not.toContain('\u001b')
    }
  })

  test('prints no stack trace for an error of its user, unless --debug asks for it', async ({ project }) => {
    await project.write({ 'vitest.config.ts': 'throw new Error("a mistake")' })
    const plain = await project.aios(['status'])
    expect(plain.output).toMatch(/^aios: [^]*cannot read <project>\/vitest\.config\.ts: a mistake/m)
    expect(plain.output).not.toMatch(/^ {4}at /m)
    for (const args of [
      ['--debug', 'status'],
      ['status', '--debug'],
    ]) {
      const debug = await project.aios(args)
      expect(debug.output).toMatch(/^ {4}at /m)
      expect(debug.exitCode).toBe(1)
    }
  })
})

requires('script')('on a terminal', () => {
  test('shows the progress of what takes longer than a second, and fits its width', async ({ project }) => {
    // Several times as long as a second on a machine of 2026.
    const args = [cli, 'router', 'simulate', '--world', 'up', '--seeds', '10']
    const simulate = [process.execPath, ...args].map((arg) => `'${arg}'`).join(' ')
    const { stdout } = await execute(project.dir, 'script', ['-qec', `stty cols 60; ${simulate}`, '/dev/null'])
    expect(stdout).toMatch(/simulating up, \w+: trial \d+ of 10 {2}\d+ s/)
    for (const line of stdout.split(/\r?\n/)) expect(line.split('\u001b[2K').at(-1)?.length).toBeLessThanOrEqual(60)
    const piped = await execute(project.dir, process.execPath, args)
    expect(piped.output).not.toContain('simulating')
  })

  test('wraps errors and help of every kind', async ({ project }) => {
    for (const args of [
      'slo --sicne 3h',
      'goldens add',
      'goldens add --help',
      'slo',
      'router explain Hello',
      'events --tail 0',
    ]) {
      const command = `stty cols 60; '${process.execPath}' '${cli}' ${args}`
      const { stdout } = await execute(project.dir, 'script', ['-qec', command, '/dev/null'])
      const long = stdout.split(/\r?\n/).filter((line) => line.length > 60 && line.trim().includes(' '))
      expect(long, args).toEqual([])
    }
  })
})

describe('aios completion', { timeout: 60_000 }, () => {
  test('has a script for each shell with every command, and names the shells for another one', async ({
    project,
    commands,
  }) => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const { stdout, exitCode } = await execute(project.dir, process.execPath, [cli, 'completion', shell])
      expect(exitCode).toBe(0)
      for (const { path } of commands) expect(stdout).toContain(`aios ${path.join(' ')}`)
    }
    const wrong = await project.aios(['completion', 'tcsh'])
    expect(wrong.output).toContain('Allowed choices are bash, zsh, fish, powershell')
    expect(wrong.exitCode).toBe(1)
  })
})

requires('bash')('completion in bash', () => {
  test('completes commands, subcommands, options and values', async ({ project }) => {
    const completions = {
      'aios sta': 'status',
      'aios router ex': 'explain',
      'aios ask --so': '--source',
      'aios ask --source ': 'main_model embedder',
      'aios clean comp': 'comparisons',
      'aios completion f': 'fish',
    }
    const complete = Object.keys(completions).map((line) => {
      const words = line.split(' ')
      return `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _aios; echo "\${COMPREPLY[*]}"`
    })
    const script = ['source <("$0" "$1" completion bash)', ...complete].join('\n')
    const { stdout } = await execute(project.dir, 'bash', ['-c', script, process.execPath, cli])
    expect(stdout.trim().split('\n')).toEqual(Object.values(completions))
  })
})

requires('zsh')('completion in zsh', () => {
  test('has candidates for a command', async ({ project }) => {
    const script = 'compdef() { }; source <("$0" "$1" completion zsh); _aios_candidates ask ask'
    const { stdout } = await execute(project.dir, 'zsh', ['-fc', script, process.execPath, cli])
    expect(stdout).toContain('--conversation')
  })
})

requires('fish')('completion in fish', () => {
  test('completes a subcommand', async ({ project }) => {
    const script = `"${process.execPath}" "${cli}" completion fish | source; complete -C 'aios router ex'`
    const { stdout } = await execute(project.dir, 'fish', ['-c', script])
    expect(stdout).toMatch(/^explain/m)
  })
})

// No registry has PowerShell for Debian, so .ci/run cannot install it; the workflow check.yml has it.
if (hasPowerShell)
  test('completes in PowerShell', async ({ project }) => {
    const script = `& '${process.execPath}' '${cli}' completion powershell | Out-String | Invoke-Expression; (TabExpansion2 'aios sta' 8).CompletionMatches.CompletionText`
    const { stdout } = await execute(project.dir, 'pwsh', ['-NoProfile', '-Command', script])
    expect(stdout.trim()).toBe('status')
  })
