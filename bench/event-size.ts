// Bytes of a provenance event beyond the text of question and reply.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'
import { withModelServer } from './model-server.ts'
import { median } from './sides.ts'
import { pluginProject } from './suites.ts'
import { printFindings } from './table.ts'

await withModelServer(0, async (baseUrl) => {
  const project = pluginProject({ goldens: 200, slots: 1, baseUrl })
  await measure(project.run())
  const lines = readFileSync(join(project.dir, '.aios/provenance.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event_type":"response"'))
  const sizes = lines.map((line) => {
    const { question, reply } = JSON.parse(line) as { question: string; reply: string }
    return Buffer.byteLength(line) + 1 - Buffer.byteLength(question) - Buffer.byteLength(reply)
  })
  const from = `${sizes.length} events, median ${median(sizes)} B`
  printFindings([
    {
      what: 'largest event beyond question and reply',
      value: Math.max(...sizes),
      goal: { atMost: 700 },
      unit: ' B',
      from,
    },
  ])
})
