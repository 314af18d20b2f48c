// A process that runs `aios` commands one after the other, and prints a line of JSON for each: see `aiosInTurn`.
import { runAios } from '../../src/cli/run.ts'
import type { Command, CommandResult } from './aios-in-turn.ts'

const [commands = '[]'] = process.argv.slice(2)
const results: CommandResult[] = []
const { stdout, stderr } = process
const write = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr) }

for (const { args, env = {} } of JSON.parse(commands) as Command[]) {
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = (chunk: string | Uint8Array) => {
      printed[name] += chunk.toString()
      return true
    }
  const before = { ...process.env }
  Object.assign(process.env, env)
  process.exitCode = 0
  await runAios(args)
  results.push({ ...printed, exitCode: process.exitCode })
  for (const name of Object.keys(env)) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
}

process.exitCode = 0
write.stdout(JSON.stringify(results))
