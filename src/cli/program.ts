import { Command } from 'commander'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'
import { applyConventions } from './conventions.ts'

/** Resolves the settings of the project. */
type Context = () => Promise<Settings>

/** A command that is loaded when it is called: to load all of them takes longer than to start Node. */
interface LazyCommand {
  name: string
  description: string
  load: (context: Context) => Promise<Command>
}

const COMMANDS: readonly LazyCommand[] = [
  {
    name: 'ask',
    description: 'ask one question through router and model; print route, reply and timings; nothing is written',
    load: async (context) => (await import('./ask/index.ts')).askCommand(context),
  },
  {
    name: 'baseline',
    description: 'show, compare, back up, restore and clean the recorded baseline',
    load: async (context) => (await import('./baseline/index.ts')).baselineCommand(context),
  },
  {
    name: 'clean',
    description: 'list the files of runs with their sizes, and delete them after a confirmation; unknown files stay',
    load: async (context) => (await import('./clean/index.ts')).cleanCommand(context),
  },
  {
    name: 'completion',
    description: 'print the script that completes aios commands in your shell',
    load: async () => (await import('./completion/index.ts')).completionCommand(),
  },
  {
    name: 'dashboard',
    description: 'serve a web page on runs, objectives, hypotheses, routing and single events, on this machine only',
    load: async (context) => (await import('./dashboard.ts')).dashboardCommand(context),
  },
  {
    name: 'doctor',
    description:
      'check server, models, settings, engine, golden sets, cassettes and baseline; say how to fix each problem',
    load: async (context) => (await import('./doctor.ts')).doctorCommand(context),
  },
  {
    name: 'events',
    description: 'list, count, follow or export the events of the provenance log, rotated parts and older forms too',
    load: async (context) => (await import('./events/index.ts')).eventsCommand(context),
  },
  {
    name: 'goldens',
    description: 'check golden sets without a server, and turn logged replies into goldens',
    load: async (context) => (await import('./goldens/index.ts')).goldensCommand(context),
  },
  {
    name: 'init',
    description: 'set up this folder: config, a first golden set, a suite, a workflow; no file is overwritten',
    load: async () => (await import('./init/index.ts')).initCommand(),
  },
  {
    name: 'models',
    description: 'the embedded engine and its weights',
    load: async (context) => (await import('./models.ts')).modelsCommand(context),
  },
  {
    name: 'rotate',
    description:
      'rotate the provenance log when it is due, gzip older parts, delete the oldest; runs do so by themselves',
    load: async (context) => (await import('./rotate.ts')).rotateCommand(context),
  },
  {
    name: 'router',
    description: 'print what the adaptive router has learnt, why its boundary moved or not, and what would change that',
    load: async (context) => (await import('./router/index.ts')).routerCommand(context),
  },
  {
    name: 'serve',
    description: "serve the embedded engine's models through LM Studio's endpoints",
    load: async (context) => (await import('./serve.ts')).serveCommand(context),
  },
  {
    name: 'slo',
    description:
      'check the last report, or the log, against the objectives; exit code 0 met, 2 violated, 1 cannot tell',
    load: async (context) => (await import('./slo/index.ts')).sloCommand(context),
  },
  {
    name: 'status',
    description: 'backend, last run, objectives, router, hypotheses, log, and red flags on one screen',
    load: async (context) => (await import('./status/index.ts')).statusCommand(context),
  },
]

/** Commands that print what other commands have. */
const ABOUT_OTHERS: readonly string[] = ['completion', 'help']

/**
 * The `aios` command, ready to parse `args`; only the command that they name is loaded in full. `all`: every command is.
 * `context` resolves the settings of the project; commands without need of them do not call it.
 */
export async function aiosProgram(context: Context, args: readonly string[] | 'all'): Promise<Command> {
  const called = args === 'all' ? undefined : args.find((word) => !word.startsWith('-'))
  const isWanted = (name: string) => args === 'all' || name === called || ABOUT_OTHERS.includes(called ?? '')
  const program = new Command('aios')
    .description('Closed-loop evaluation for local language models, beside `vitest run goldens`')
    .version(VERSION)
    .option('--debug', 'print the stack trace of an error')
    // Options after a subcommand belong to it: "aios router" has a --json, and so have its subcommands.
    .enablePositionalOptions()
    .addHelpText('after', '\nExamples:\n  npx aios doctor\n  npx aios status\n  npx aios slo --since 24h')
  for (const { name, description, load } of COMMANDS) {
    const command = isWanted(name) ? await load(context) : new Command(name)
    program.addCommand(command.description(description))
  }
  applyConventions(program)
  return program
}
