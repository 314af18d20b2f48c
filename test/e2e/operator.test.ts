import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Project, test } from '../support/project.ts'
import { AIOS_DIR, requires } from '../support/requires.ts'

/** The path of an operator, from an empty folder: what each command prints that tells it worked. */
const DAY: readonly (readonly [command: string, prints: RegExp])[] = [
  ['aios init --yes --pair tiny', /^next: npx vitest run goldens$/m],
  ['aios doctor', /^ok +replies +goldens are answered by the embedded engine/m],
  ['aios goldens check', /4 goldens in 1 set: 0 errors, 0 warnings/],
  ['vitest run goldens -u', /goldens +first set +4\/4 pass[^]*status +PASS[^]*recorded +goldens\/baseline\.json/],
  ['aios status', /^last run +PASS[^]*^log +1 file/m],
  ['aios baseline show capital-of-france', /capital-of-france of first set\n +1\/1 pass[^]*Paris/],
  ['aios baseline diff --all', /capital-of-france +latency/],
  ['aios baseline backup', /^copied to /],
  ['aios baseline list', /4 goldens in 1 set/],
  ['aios baseline restore --yes', /^nothing to do/],
  ['aios baseline prune --dry-run', /^nothing to remove/],
  ['aios ask "What is the capital of France?"', /^route +embedder[^]*Paris/m],
  ['aios slo --since 1h', /^ {2}passRate 1 .*met[^]*^met +according to the log/m],
  ['aios router', /^boundary +control 0\.5/m],
  ['aios router explain "Plan a day in Rome"', /^weight +0\.\d+/m],
  ['aios events --count', /^type +4 +response/m],
  ['aios events --tail 1', /run pass|run +pass/],
  ['aios goldens add --from ID --to goldens/from_log.json --id again --contains Paris', /^added "again"/],
  ['aios events merge .aios --out merged/all.ndjson', /left out 0 duplicates and 0 damaged lines/],
  ['aios events --log "merged/*.ndjson" --count', /^type +4 +response/m],
  ['aios rotate --force', /^rotated /],
  ['aios events forget --conversation CONVERSATION --yes', /^removed; receipt /m],
  ['aios clean --dry-run', /\.aios\/last_report\.json/],
]

async function run(project: Project, command: string) {
  const [program, ...args] = (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''))
  return program === 'vitest' ? project.vitest(args) : project.aios(args)
}

requires('engine', 'weights')('an operator with two real models', () => {
  test('goes from an empty folder through a day', { timeout: 600_000 }, async ({ project }) => {
    await rm(join(project.dir, 'package.json'))
    await mkdir(join(project.dir, '.aios'))
    await mkdir(join(project.dir, 'node_modules/.bin'))
    for (const part of ['engine', 'models']) await symlink(join(AIOS_DIR, part), join(project.dir, '.aios', part))
    for (const [command, prints] of DAY) {
      const replies = project.exists('.aios/provenance.ndjson') ? await project.events() : []
      const reply = replies.find(({ golden }) => (golden as { id?: string } | undefined)?.id === 'capital-of-france')
      const words = { ID: String(reply?.['msg_id']), CONVERSATION: `"golden:first set:capital-of-france"` }
      const called = command.replace(/\b(ID|CONVERSATION)\b/, (name) => words[name as keyof typeof words])
      const { exitCode, output } = await run(project, called)
      expect(output, command).toMatch(prints)
      expect(exitCode, `${command}\n${output}`).toBe(0)
    }
  })
})
