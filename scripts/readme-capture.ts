// Puts the summary of a real run of this repository's goldens into the README, between the marks
// `<!-- capture:goldens -->` and `<!-- /capture -->`. `--check` writes nothing and fails when it is not up to date. The run
// is `npm run goldens` on a machine without a model server and engine, which replays.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const readme = join(root, 'README.md')
const dir = mkdtempSync(join(tmpdir(), 'aios-capture-'))
const output = execFileSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'goldens', '--no-isolate'],
  {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      AIOS_DIR: dir,
      CI: 'true',
      NO_COLOR: '1',
      VITEST: '',
      GITHUB_ACTIONS: '',
      COLUMNS: '',
    },
  },
)
rmSync(dir, { recursive: true })
if (!output.includes('aios  replayed: '))
  throw new Error('A model server answers on this machine: stop it, then capture again.')

const first = /^aios {2}.*(?:\n {6}\S.*)*$/m.exec(output)?.[0] ?? ''
const summary = output.slice(output.search(/^ goldens {4}/m)).replace(/^ (log|report|comparison) [^]*$/m, '')
const block = `<!-- capture:goldens -->\n\n\`\`\`text\n${first}\n\n${summary.trimEnd()}\n\`\`\`\n\n<!-- /capture -->`
const before = readFileSync(readme, 'utf8')
const after = before.replace(/<!-- capture:goldens -->[^]*?<!-- \/capture -->/, () => block)

if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('The capture in README.md is not what a run prints. Run: npx node scripts/readme-capture.ts')
    process.exitCode = 1
  }
} else writeFileSync(readme, after)
