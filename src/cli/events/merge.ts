import type { MergeOutput } from '../../../schemas/generated/events-output.ts'
import { Command } from 'commander'
import type { Merged } from '../../provenance/merge.ts'
import { counted } from '../../text/counted.ts'
import { printable } from '../../text/printable.ts'
import { print, printJson } from '../print.ts'

/** `aios events merge`: merges the logs of several machines. Exit code 1 where a log could not be read to its end. */
export function mergeEventsCommand(): Command {
  return new Command('merge')
    .description('merge the logs of several machines into one file, in order of time and each event once')
    .argument('<logs...>', 'folders with *.ndjson and *.ndjson.gz, files, or globs')
    .requiredOption('--out <file>', 'write to this file; where it exists, its events are merged too')
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios events merge machine-a/.aios machine-b/.aios --out merged.ndjson\n  npx aios events --log merged.ndjson --count',
    )
    .action(async (logs: string[], { out, json = false }: { out: string; json?: boolean }) => {
      const { mergeLogs } = await import('../../provenance/merge.ts')
      const merged = await mergeLogs(logs, out)
      const output: MergeOutput = { schema_version: '1.0', kind: 'merge', ...merged }
      if (json) printJson(output)
      else print(render(merged))
      if (merged.unreadable.length > 0) process.exitCode = 1
    })
}

function render({ path, files, read, duplicates, written, broken, unreadable }: Merged): string {
  const safe = (text: string) => printable(text, { max: 400 })
  return [
    `${safe(path)}: ${counted(written, 'event')}`,
    `  read ${read} from ${counted(files.length, 'file')}, left out ${counted(duplicates, 'duplicate')} and ${counted(broken, 'damaged line')}`,
    ...unreadable.map(({ path, reason }) => `  ${safe(path)} cannot be read to its end: ${safe(reason)}`),
  ].join('\n')
}
