import { join } from 'node:path'
import { expect } from 'vitest'
import { lines } from '../fixtures/runbook-events.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { configFile } from '../support/golden-project.ts'
import { installed } from '../support/install-package.ts'
import { execute, type Project, test } from '../support/project.ts'
import { requires } from '../support/requires.ts'

const cli = join(installed, 'dist/cli.js')

const question = { id: 'sum', question: 'What is 3 + 3?', trait: 'numbers' }
const event = sampleEvent({ golden: { set: 'sums', id: 'sum', trait: 'numbers', fingerprint: 'a'.repeat(12) } })

/** A baseline of the runbook's system, a state of its router and a log: each command has something to write. */
const files = {
  'vitest.config.ts': configFile(),
  'goldens/sums.json': JSON.stringify([question]),
  'goldens/baseline.json': JSON.stringify({
    timestamp: '2025-10-07T17:34:05.739070',
    golden_set: String.raw`data_core\goldens\sample_set.json`,
    total_tests: 1,
    tests: [
      { ...question, response: '4', latency_ms: 70, source: 'embedder', timestamp: '2025-10-07T17:34:19.355058' },
    ],
    summary: { main_model: 0, embedder: 1, avg_latency_ms: 70 },
  }),
  'goldens/baseline.20260101T000000000Z.json': '{"schema_version":"2.0","version":"0.1.0","sets":{}}',
  '.aios/provenance.ndjson': lines([event]),
  '.aios/adaptive_routing_state.json': JSON.stringify({
    timestamp: '2025-10-09T03:01:24.435345',
    buckets: {
      control: { boundary_offset: 0, sample_count: 559, quality_score: 0.5 },
      treatment: { boundary_offset: 0.03, sample_count: 595, quality_score: 0.56 },
    },
    conversation_buckets: { conv_1: 'treatment' },
  }),
  'empty/.keep': '',
}

/** Commands that write a file of the project, with the beginning of its name. */
const WRITING: Readonly<Record<string, string>> = {
  'baseline backup': 'goldens/baseline.2',
  'baseline migrate --in-place': 'goldens/baseline.json',
  'baseline migrate --to new.json': 'new.json',
  'baseline restore --yes': 'goldens/baseline.',
  'dashboard --export page.html': 'page.html',
  'events forget --conversation conversation --yes': '.aios/forgotten',
  'events merge .aios --out all.ndjson': '',
  'events migrate --to new.ndjson': 'new.ndjson',
  'goldens add --from message --to goldens/new.json --contains 4': 'goldens/new.json',
  'goldens add --from message --to goldens/sums.json --contains 4': 'goldens/sums.json',
  'router migrate --in-place': 'adaptive_routing_state',
  'router simulate --seeds 1 --messages 200 --svg drawing.svg': 'drawing.svg',
}

/** Commands that need no space. */
const DELETING: Readonly<Record<string, string>> = {
  'rotate --force': '.aios/provenance',
  'router reset': 'adaptive_routing_state.json',
  'clean --yes': '.aios/adaptive_routing_state.json',
}

/** Runs commands in the folder after `prepare`, which is in effect for them alone. */
async function run(project: Project, prepare: string, commands: readonly string[]) {
  const calls = commands.map((command) => `"$@" ${command} 2>&1; echo "@@$?"`)
  const script = [`set -e; ${prepare}`, 'set +e; cd "$PWD"', ...calls].join('\n')
  const { stdout } = await execute(project.dir, 'unshare', [
    '--mount',
    'bash',
    '-c',
    script,
    'bash',
    process.execPath,
    cli,
  ])
  const parts = stdout.split(/@@(\d+)\n/)
  return commands.map((command, at) => ({ command, output: parts[2 * at] ?? '', exitCode: parts[2 * at + 1] ?? '' }))
}

const READ_ONLY = 'mount --bind "$PWD" "$PWD"; mount -o remount,ro,bind "$PWD"'

/** A disk of the project's files without a free byte. */
const FULL = [
  'mkdir full; mount -t tmpfs -o size=1m tmpfs full',
  'ln -s ../node_modules full/node_modules',
  'cp -r package.json vitest.config.ts goldens .aios empty full',
  'cd full; dd if=/dev/zero of=rest bs=1k 2>/dev/null || true; for n in $(seq 2000); do echo > rest$n || break; done 2>/dev/null',
].join('\n')

requires('tmpfs', 'bash')('a folder that cannot be written', () => {
  test.for([
    { name: 'on a read-only disk', prepare: READ_ONLY, code: 'EROFS', commands: { ...WRITING, ...DELETING } },
    { name: 'on a full disk', prepare: FULL, code: 'ENOSPC', commands: WRITING },
  ])(
    '$name: every command names the file, the reason and a remedy',
    async ({ prepare, code, commands }, { project }) => {
      await project.write(files)
      const problems: string[] = []
      for (const { command, output, exitCode } of await run(project, prepare, Object.keys(commands))) {
        const isClear = [
          exitCode === '1',
          output.includes(`(${code})`),
          output.includes(commands[command] ?? ''),
          /^ {2}\w|^-> |; \w/m.test(output),
          !/^ +at |: read-only file system,|: no space left on device,/m.test(output),
        ]
        if (isClear.includes(false)) problems.push(`$ aios ${command}`, output, `= ${exitCode} ${isClear.join(' ')}`)
      }
      expect(problems.join('\n')).toBe('')
    },
  )

  test('on a full disk space can be freed', async ({ project }) => {
    await project.write(files)
    const freed = await run(project, FULL, Object.keys(DELETING))
    for (const { output, exitCode } of freed) expect({ output, exitCode }).toMatchObject({ exitCode: '0' })
  })
})
