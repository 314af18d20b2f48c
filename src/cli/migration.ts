import type { MigratedFile, MigrationOutput } from '../../schemas/generated/migration-output.ts'
import { counted } from '../text/counted.ts'
import { printable } from '../text/printable.ts'
import { print, printJson } from './print.ts'
import { columns } from './columns.ts'

/** The options that choose where a migration writes. */
export interface MigrateOptions {
  to?: string
  inPlace?: boolean
  json?: boolean
}

/** Help texts of the options. */
export const TO_HELP = 'write to this new file'
export const IN_PLACE_HELP = 'replace the file; a dated copy of it stays beside it'

/** Throws an Error when both targets are given. */
export function assertOneTarget({ to, inPlace = false }: MigrateOptions): void {
  if (to !== undefined && inPlace) throw new Error('--to and --in-place cannot be used together')
}

/** Prints what a migration did, or would do. */
export function printMigration(kind: MigrationOutput['kind'], files: MigratedFile[], json: boolean): void {
  const output: MigrationOutput = { schema_version: '2.0', kind, files }
  if (json) return printJson(output)
  print(files.flatMap(linesOf).join('\n'))
  if (files.some(({ state }) => state === 'would_migrate'))
    print('-> nothing was written. Convert with --in-place (keeps a dated copy) or --to FILE')
}

const WORDS = { would_migrate: 'to convert', migrated: 'converted', up_to_date: 'nothing to convert' }

function linesOf({
  file,
  state,
  to,
  backup,
  set_aside_in: aside,
  read,
  kept,
  set_aside,
  notes,
}: MigratedFile): string[] {
  const safe = (text: string) => printable(text, { max: 400 })
  return [
    `${safe(file)}: ${WORDS[state]}`,
    `  read ${read}, kept ${sum(kept)}, set aside ${sum(set_aside)}`,
    ...columns(
      [
        ...Object.entries(kept).map(([what, count]) => ['kept', String(count), safe(what)]),
        ...Object.entries(set_aside).map(([reason, count]) => ['set aside', String(count), safe(reason)]),
      ],
      { indent: 2, right: [1] },
    ),
    ...notes.map((note) => `  note: ${safe(note)}`),
    ...(state === 'migrated' && to !== null ? [`  written to ${safe(to)}`] : []),
    ...(backup === null ? [] : [`  the old file is kept as ${safe(backup)}`]),
    ...(aside === null ? [] : [`  ${counted(sum(set_aside), 'line')} in ${safe(aside)}`]),
  ]
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
