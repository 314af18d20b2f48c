import { Command, Option } from 'commander'
import type { PairName } from '../../models/embedded/install/catalogue.ts'
import { printable } from '../../text/printable.ts'
import { confirm } from '../confirm.ts'
import type { FoundModels } from './find-models.ts'
import { type Change, type ProjectPlan, WORKFLOW } from './plan.ts'
import { print } from '../print.ts'
import { columns } from '../columns.ts'
import { progress } from '../progress.ts'

interface InitOptions {
  yes?: boolean
  dryRun?: boolean
  mainModel?: string
  embedder?: string
  pair?: PairName
  baseUrl?: string
}

const PAIR_NAMES = ['small', 'tiny'] as const satisfies readonly PairName[]

/** `aios init`: adds config, golden set, suite, script, workflow and ignored folders to a project. */
export function initCommand(): Command {
  return new Command('init')
    .option('--yes', 'do everything without asking')
    .option('--dry-run', 'print what would be done, and change nothing')
    .option('--main-model <id>', 'the large model, as its server names it')
    .option('--embedder <id>', 'the small, fast chat model, as its server names it')
    .option('--base-url <url>', 'address of the model server; default: LM Studio on this machine')
    .addOption(
      new Option(
        '--pair <name>',
        'use the embedded engine with models that are fetched: small (1.6 GB) or tiny (350 MB); without this option, small where no server answers',
      ).choices(PAIR_NAMES),
    )
    .addHelpText('after', '\nExamples:\n  npx aios init\n  npx aios init --yes --pair tiny\n  npx aios init --dry-run')
    .action(async (options: InitOptions) => initialise(process.cwd(), options))
}

async function initialise(root: string, options: InitOptions): Promise<void> {
  const [{ readProject }, { planProject }, { findModels }] = await Promise.all([
    import('./project-facts.ts'),
    import('./plan.ts'),
    import('./find-models.ts'),
  ])
  const facts = readProject(root)
  const baseUrl = options.baseUrl ?? process.env['AIOS_BASE_URL']
  const apiKey = process.env['AIOS_API_KEY'] ?? process.env['LM_API_TOKEN'] ?? null
  // The config of the project names its models already.
  const models = facts.config?.usesPlugin
    ? null
    : await findModels({
        apiKey,
        dir: `${root}/.aios`,
        ...(options.pair === undefined ? {} : { pair: options.pair }),
        ...(options.mainModel === undefined ? {} : { mainModel: options.mainModel }),
        ...(options.embedder === undefined ? {} : { embedder: options.embedder }),
        ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
      })
  const plan = planProject(facts, models?.choice ?? null)
  print(describe(plan, models, `${facts.packageManager.name} ${facts.packageManager.install.join(' ')}`))
  if (options.dryRun === true) return
  const pair = models?.pull ?? null
  const isComplete = isEmpty(plan) && pair === null
  if (!isComplete && !(await confirm('Do this?', options.yes === true))) return print('nothing was changed')

  const { applyChanges } = await import('./apply.ts')
  applyChanges(root, plan.changes)
  const { name, install, run } = facts.packageManager
  if (plan.packages.length > 0) {
    progress.update([name, ...install, ...plan.packages].join(' '))
    const { runProgram } = await import('../../models/embedded/install/program.ts')
    await runProgram(name, [...install, ...plan.packages], new AbortController().signal)
    print(`installed ${plan.packages.join(', ')}`)
  }
  if (pair !== null) await (await import('../models.ts')).pullModels([pair], `${root}/.aios`)
  print(nextStep(plan, run))
}

function isEmpty({ changes, packages }: ProjectPlan): boolean {
  return packages.length === 0 && changes.every(({ kind }) => kind === 'keep' || kind === 'by_hand')
}

/** Columns of the longest label, `install`. */
const LABELS = 7

function describe({ changes, packages }: ProjectPlan, models: FoundModels | null, install: string): string {
  const rows = [
    ...(models === null ? [] : [['models', printable(models.description)]]),
    ...changes.map(describeChange),
    ...(packages.length === 0 ? [] : [['install', `${install} ${packages.join(' ')}`]]),
    ...(models === null ? [] : models.fetched.map((text) => ['fetch', text])),
    ...(models?.alternatives ?? []).map((text) => ['or', text]),
  ]
  return columns(
    rows.map(([label = '', text = '']) => [label.padEnd(LABELS), text]),
    { isOwn: true },
  ).join('\n')
}

function describeChange(change: Change): string[] {
  switch (change.kind) {
    case 'create':
      return ['create', change.file]
    case 'extend':
      return ['extend', `${change.file} with ${change.with}`]
    case 'keep':
      return ['keep', change.file]
    case 'by_hand':
      return ['keep', `${change.file}, which does not use vitest-aios yet`]
  }
}

function nextStep({ changes }: ProjectPlan, run: string): string {
  const byHand = changes.find((change) => change.kind === 'by_hand')
  const hasWorkflow = changes.some(({ kind, file }) => kind === 'create' && file === WORKFLOW)
  const ci = hasWorkflow
    ? [
        `for CI: record the replies, then commit goldens/baseline.json and goldens/cassettes:`,
        `  AIOS_RECORD=5 ${run} vitest run goldens`,
      ]
    : []
  if (byHand === undefined) return [`next: ${run} vitest run goldens`, ...ci].join('\n')
  return [
    `next: add the plugin to ${byHand.file}, as here:`,
    '',
    printable(byHand.text, { newlines: true }),
    `then: ${run} vitest run goldens`,
    ...ci,
  ].join('\n')
}
