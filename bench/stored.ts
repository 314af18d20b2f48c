// Bytes stored for each golden beyond its question and reply, in a project under version control: the log, and baseline,
// report and comparison.
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { repliesIn } from './event-log.ts'
import { measure } from './measure.ts'
import { withModelServer } from './model-server.ts'
import { median } from './sides.ts'
import { pluginProject } from './suites.ts'
import { printFindings } from './table.ts'

const GOLDENS = 1_000

await withModelServer(0, async (baseUrl) => {
  const project = pluginProject({ goldens: GOLDENS, slots: 8, baseUrl })
  const git = (...args: string[]) => execFileSync('git', ['-C', project.dir, ...args], { stdio: 'ignore' })
  git('init')
  git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--allow-empty', '-m', 'bench')
  // The first run records the baseline, the second compares with it.
  await measure(project.run())
  project.forget()
  await measure(project.run())
  const replies = repliesIn(project.dir)
  const sizes = replies.map(
    ({ line, question, reply }) =>
      Buffer.byteLength(`${line}\n`) - Buffer.byteLength(question) - Buffer.byteLength(reply),
  )
  const folder = join(project.dir, '.aios/comparisons')
  const files = [
    join(project.dir, 'goldens/baseline.json'),
    join(project.dir, '.aios/last_report.json'),
    ...readdirSync(folder).map((name) => join(folder, name)),
  ]
  const bytes = files.map((path) => statSync(path).size)
  const texts = replies.reduce((sum, { reply }) => sum + Buffer.byteLength(reply), 0)
  printFindings([
    {
      what: 'log beyond question and reply',
      value: Math.max(...sizes),
      goal: { atMost: 450 },
      unit: ' B',
      from: `largest of ${sizes.length} events, median ${median(sizes)} B`,
    },
    {
      what: 'baseline, report and comparison beyond the reply',
      value: (bytes.reduce((sum, size) => sum + size, 0) - texts) / GOLDENS,
      goal: { atMost: 500 },
      unit: ' B',
      from: `per golden: ${bytes.map((size) => Math.round(size / GOLDENS)).join(' + ')} B with the reply`,
    },
  ])
})
