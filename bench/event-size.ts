// Bytes of a provenance event beyond the text of question and reply, in a project under version control.
import { execFileSync } from 'node:child_process'
import { repliesIn } from './event-log.ts'
import { measure } from './measure.ts'
import { withModelServer } from './model-server.ts'
import { median } from './sides.ts'
import { pluginProject } from './suites.ts'
import { printFindings } from './table.ts'

await withModelServer(0, async (baseUrl) => {
  const project = pluginProject({ goldens: 200, slots: 1, baseUrl })
  const git = (...args: string[]) => execFileSync('git', ['-C', project.dir, ...args], { stdio: 'ignore' })
  git('init')
  git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--allow-empty', '-m', 'bench')
  await measure(project.run())
  const sizes = repliesIn(project.dir).map(
    ({ line, question, reply }) =>
      Buffer.byteLength(`${line}\n`) - Buffer.byteLength(question) - Buffer.byteLength(reply),
  )
  printFindings([
    {
      what: 'largest event beyond question and reply',
      value: Math.max(...sizes),
      goal: { atMost: 700 },
      unit: ' B',
      from: `${sizes.length} events, median ${median(sizes)} B`,
    },
  ])
})
