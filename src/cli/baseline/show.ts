import { resolve } from 'node:path'
import { Command } from 'commander'
import type { BaselineContent, ShownGolden } from '../../../schemas/generated/baseline-output.ts'
import { nearestRank } from '../../statistics/quantile.ts'
import type { Settings } from '../../settings/settings.ts'
import { nearest } from '../../text/nearest.ts'
import { printable } from '../../text/printable.ts'
import { milliseconds } from '../../text/amounts.ts'
import { columns } from '../columns.ts'
import { existingBaseline, FILE_HELP } from './existing.ts'
import { printJson, printQuoted } from '../print.ts'

interface ShowOptions {
  file?: string
  set?: string
  json?: boolean
}

/** `aios baseline show`: the goldens of a baseline; those that are named with their replies. */
export function showCommand(context: () => Promise<Settings>): Command {
  return new Command('show')
    .description('print the goldens of the baseline; those that are named with their replies')
    .argument('[goldens...]', 'ids of goldens')
    .option('--set <name>', 'only goldens of this set')
    .option('--file <path>', FILE_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios baseline show\n  npx aios baseline show greeting_1 --json')
    .action(async (ids: string[], { file, set, json = false }: ShowOptions) => {
      const path = file === undefined ? (await context()).baseline : resolve(file)
      const baseline = existingBaseline(path)
      const ofSet = Object.entries(baseline.sets).flatMap(([name, { goldens }]) =>
        set === undefined || name === set ? Object.entries(goldens).map(([id, golden]) => ({ name, id, golden })) : [],
      )
      if (set !== undefined) assertKnown('set', [set], Object.keys(baseline.sets), path)
      assertKnown(
        'golden',
        ids,
        ofSet.map(({ id }) => id),
        path,
      )
      const shown = ofSet
        .filter(({ id }) => ids.length === 0 || ids.includes(id))
        .map(({ name, id, golden }): ShownGolden => {
          const { source, model, origin, recorded_at, passes, latency_ms, reply } = golden
          return {
            set: name,
            id,
            source,
            model,
            origin,
            recorded_at,
            repeats: passes.length,
            passed: passes.filter(Boolean).length,
            latency_ms: nearestRank(latency_ms, 0.5) ?? 0,
            reply,
          }
        })
      const { version } = baseline
      const output: BaselineContent = { schema_version: '2.0', kind: 'show', file: path, version, goldens: shown }
      if (json) return printJson(output)
      printQuoted((ids.length === 0 ? table(shown) : details(shown)).join('\n'))
    })
}

function assertKnown(what: 'set' | 'golden', names: readonly string[], known: readonly string[], path: string): void {
  for (const name of names) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    const hint = near === null ? 'list them: npx aios baseline show' : `did you mean "${near}"?`
    throw new Error(`the baseline ${path} has no ${what} "${name}"\n  ${hint}`)
  }
}

function table(goldens: readonly ShownGolden[]): string[] {
  return [...Map.groupBy(goldens, ({ set }) => set)].flatMap(([set, members]) => [
    printable(set),
    ...columns(
      members.map((golden) => [printable(golden.id, { max: 60 }), ...facts(golden)]),
      { indent: 2 },
    ),
  ])
}

function details(goldens: readonly ShownGolden[]): string[] {
  return goldens.flatMap((golden) => [
    `${printable(golden.id)} of ${printable(golden.set)}`,
    `  ${facts(golden).join('  ')}`,
    `  recorded ${printable(golden.recorded_at, { max: 40 })}`,
    ...printable(golden.reply, { newlines: true })
      .split('\n')
      .map((line) => `  | ${line}`),
  ])
}

function facts({ source, model, origin, repeats, passed, latency_ms: latency }: ShownGolden): string[] {
  const times = `${milliseconds(latency)}${origin === 'replayed' ? ' (replayed)' : ''}`
  return [`${passed}/${repeats} pass`, times, source, printable(model, { max: 60 })]
}
