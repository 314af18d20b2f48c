import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import type { ForgetOutput, SameGolden } from '../../../schemas/generated/events-output.ts'
import type { FoundConversation } from '../../artifacts/forget/forget.ts'
import { findGoldenSets } from '../../goldens/sets/find-sets.ts'
import { readGoldenSet } from '../../goldens/sets/golden-set.ts'
import { subjectOf } from '../../provenance/subject.ts'
import { privacyOf } from '../../settings/privacy.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { confirm } from '../confirm.ts'
import { print, printJson } from '../print.ts'
import { columns } from '../columns.ts'

interface ForgetOptions {
  conversation: string
  log?: string[]
  yes?: boolean
  dryRun?: boolean
  json?: boolean
}

/** `aios events forget`: removes a conversation from all files of a project. Exit code 1: no file has it. */
export function forgetEventsCommand(context: () => Promise<Settings>): Command {
  return new Command('forget')
    .description('remove a conversation from log, report, comparisons, baseline, cassettes and router state')
    .requiredOption('--conversation <id>', 'the conversation; with AIOS_CONVERSATION_KEY its hash is found too')
    .option('--log <path...>', 'also remove it from these logs: files, globs, or folders with *.ndjson')
    .option('--yes', 'remove it without asking')
    .option('--dry-run', 'print what would be removed, remove nothing')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios events forget --conversation support-42 --dry-run\n  npx aios events forget --conversation support-42 --yes',
    )
    .action(async ({ conversation, log: logs = [], yes = false, dryRun = false, json = false }: ForgetOptions) => {
      const settings = await context()
      const places = { ...settings, logs: logs.map((log) => resolve(log)) }
      const subject = subjectOf(conversation, settings.conversationKey)
      const { completeInterrupted, findConversation, forgetConversation } =
        await import('../../artifacts/forget/forget.ts')
      const found = await findConversation(places, subject)
      if (found === null) {
        if (yes) await completeInterrupted(places)
        throw new Error(await unknown(conversation, settings))
      }
      const plan: ForgetOutput = {
        schema_version: '1.0',
        kind: 'forget',
        dry_run: dryRun,
        receipt: null,
        ...countsOf(found, settings),
        goldens: await sameGoldens(found, settings),
        left: [],
      }
      if (json && dryRun) printJson(plan)
      if (!json) print(planText(plan, conversation))
      if (dryRun) return
      if (!(await confirm('Remove them for good?', yes))) return print('nothing was changed')
      const { path, receipt, stillWritten } = await forgetConversation(places, found)
      const { events, files } = receipt
      const { filesThatName } = await import('../../artifacts/forget/other-files.ts')
      const left = filesThatName(settings.dir, subject).map((file) => shown(file, settings))
      const done: ForgetOutput = { ...plan, receipt: shown(path, settings), events, files, left }
      if (json) printJson(done)
      else print(`removed; receipt ${printable(shown(path, settings))}`)
      if (!json)
        for (const file of left) print(`note: ${printable(file)} names it too; edit or delete the file yourself`)
      if (stillWritten.length > 0)
        throw new Error(
          `a process has the old file of ${printable(stillWritten.map((file) => shown(file, settings)).join(', '))} open, and what it writes now is lost\n  end that process, then run the command again`,
        )
      if (receipt.status !== 'complete')
        throw new Error(
          `events of ${printable(conversation)} are still being written\n  end the run that writes them, then run the command again`,
        )
    })
}

async function unknown(conversation: string, { dir, conversationKey, privacy }: Settings): Promise<string> {
  const { interruptedReceipts } = await import('../../artifacts/forget/receipt.ts')
  const interrupted = interruptedReceipts(dir).map(
    (path) => `\n  ${path} was interrupted; nothing is left of its conversation if it was this one`,
  )
  const hint =
    conversationKey === null && !privacy.hashConversations
      ? '\n  Set AIOS_CONVERSATION_KEY if the log has hashed ids'
      : ''
  return `no file has the conversation ${printable(conversation)}: nothing was changed\n  List conversations: npx aios events --csv${hint}${interrupted.join('')}`
}

function countsOf({ log, held }: FoundConversation, settings: Settings): Pick<ForgetOutput, 'events' | 'files'> {
  const files = [...held.map(({ path, entries }): [string, number] => [path, entries]), ...log.files]
  return {
    events: log.replies.events,
    files: files.map(([path, removed]) => ({ file: shown(path, settings), removed })),
  }
}

/** Goldens whose question is one of the removed ones. A set that cannot be read is left to `aios goldens check`. */
async function sameGoldens({ log }: FoundConversation, settings: Settings): Promise<SameGolden[]> {
  const { redact } = privacyOf(settings)
  const isSame = (question: string) =>
    log.replies.questions.has(question) || log.replies.questions.has(redact(question))
  const sets = await Promise.all(
    findGoldenSets(settings.root).map(async (path) => ({ path, goldens: await readGoldenSet(path).catch(() => []) })),
  )
  return sets.flatMap(({ path, goldens }) =>
    goldens.filter(({ question }) => isSame(question)).map(({ id }) => ({ file: shown(path, settings), id })),
  )
}

function shown(path: string, { root }: Settings): string {
  return relative(root, path).replaceAll('\\', '/')
}

function planText({ events, files, goldens, dry_run }: ForgetOutput, conversation: string): string {
  return [
    `conversation ${printable(conversation)}: ${counted(events, 'event')} in the log`,
    ...columns(
      files.map(({ file, removed }) => [printable(file), String(removed)]),
      { indent: 2 },
    ),
    ...goldens.map(
      ({ file, id }) =>
        `note: golden ${printable(id)} in ${printable(file)} asks the same question; edit the file yourself`,
    ),
    ...(dry_run ? ['dry run: nothing was changed'] : []),
  ].join('\n')
}
