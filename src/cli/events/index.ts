import { Command, Option } from 'commander'
import { COUNTED_BY } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import { integer } from '../number.ts'
import { LOG_HELP } from '../log-option.ts'
import { refuseUnknownSubcommand } from '../subcommand.ts'
import { sinceTime } from '../time.ts'
import { factOptions } from './filters.ts'
import { forgetEventsCommand } from './forget.ts'
import { mergeEventsCommand } from './merge.ts'
import { migrateEventsCommand } from './migrate.ts'
import type { EventsOptions } from './print-events.ts'

/** `aios events`: lists, counts, follows and exports what is in the provenance log. Exit code 1 when there is no log. */
export function eventsCommand(context: () => Promise<Settings>): Command {
  const events = new Command('events')
  for (const option of factOptions()) events.addOption(option)
  return (
    events
      .enablePositionalOptions()
      .addOption(new Option('--tail <number>', 'only the last ones; a table shows 20').argParser(integer(1)))
      .option(
        '--follow',
        'print events as they are appended, and replies again when they are judged, until interrupted',
      )
      .addOption(new Option('--count [by]', 'count them, by everything or by one of').choices(COUNTED_BY))
      .option('--conversation <id>', 'only of this conversation; with AIOS_CONVERSATION_KEY its hash is found too')
      .option('--since <time>', 'from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
      .option('--until <time>', 'up to then: 24h, 30m, 7d, or an ISO time', sinceTime)
      .option('--text, --grep <text>', 'only with this text in question, reply or reason, in any case')
      .option('--log <path...>', LOG_HELP)
      .option('--json', 'print each event in full as a line of JSON')
      .option('--csv', 'print CSV; texts that a spreadsheet would run as formulas are neutralized')
      .addHelpText(
        'after',
        '\nExamples:\n  npx aios events --since 24h --count\n  npx aios events --grep refund --tail 5\n  npx aios events --follow\n  npx aios events --set sample_set --verdict fail unmeasured\n  npx aios events --type response --csv > replies.csv',
      )
      // Without it, commander reports an unknown subcommand as too many arguments.
      .argument('[command]')
      .usage('[options] [command]')
      .action(async (word: string | undefined, options: EventsOptions, command: Command) => {
        if (word !== undefined) refuseUnknownSubcommand(command, word, 'lists the events')
        const { dir, conversationKey } = await context()
        refuseCombinations(options, command)
        const { printEvents } = await import('./print-events.ts')
        await printEvents(dir, { ...options, conversationKey })
      })
      .addCommand(forgetEventsCommand(context))
      .addCommand(mergeEventsCommand())
      .addCommand(migrateEventsCommand(context))
  )
}

function refuseCombinations(
  { follow, count, tail, json, csv, log, since, until }: EventsOptions,
  command: Command,
): void {
  const both = (a: string, b: string) => command.error(`error: give ${a} or ${b}, not both`)
  if (json === true && csv === true) both('--json', '--csv')
  if (follow === true && count !== undefined) both('--follow', '--count')
  if (follow === true && tail !== undefined) both('--follow', '--tail')
  if (follow === true && log !== undefined) both('--follow', '--log')
  if (count !== undefined && csv === true) both('--count', '--csv')
  if (since !== undefined && until !== undefined && since > until) command.error('error: --since is later than --until')
}
