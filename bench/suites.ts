import { createProject, type Project } from './project.ts'

/** Options of a benchmark's suite. */
export interface Load {
  goldens: number
  /** Requests in flight. */
  slots: number
  baseUrl: string
}

/**
 * The goldens in a project with the plugin. The first run records the baseline, later ones compare with it; latencies
 * of a millisecond may double by chance, so the tolerance is very large.
 */
export function pluginProject({ goldens, slots, baseUrl }: Load): Project {
  return createProject({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'
export default defineConfig({
  plugins: [aios({ backend: 'live', baseUrl: '${baseUrl}', models: { main_model: 'bench-main', embedder: 'bench-embedder' }, slots: ${slots}, regression: 1_000 })],
  test: { include: ['goldens/*.test.ts'] },
})
`,
    'goldens/set.json': goldenSet(goldens),
    'goldens/set.golden.test.ts': `import { describeGoldens } from 'vitest-aios'
describeGoldens('bench set', './set.json')
`,
  })
}

/** The same calls and the same judgement in plain Vitest, with `openai`. `streamed`: as the plugin asks. Default true. */
export function plainProject({ goldens, slots, baseUrl }: Load, { streamed = true } = {}): Project {
  return createProject({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
export default defineConfig({ test: { include: ['goldens/*.test.ts'], maxConcurrency: ${slots} } })
`,
    'goldens/set.json': goldenSet(goldens),
    'goldens/set.test.ts': `import { readFileSync } from 'node:fs'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: 'none' })
const goldens = JSON.parse(readFileSync(new URL('./set.json', import.meta.url), 'utf8'))
for (const golden of goldens) {
  test${slots > 1 ? '.concurrent' : ''}(golden.id, async ({ expect }) => {
    const request = {
      model: 'bench-main',
      messages: [{ role: 'user', content: golden.question }],
      temperature: 0,
      max_tokens: 256,
    }
    ${streamed ? STREAMED : WHOLE}
    expect(text).toContain('42')
  })
}
`,
  })
}

const STREAMED = `const stream = await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? ''`

const WHOLE = `const reply = await client.chat.completions.create(request)
    const text = reply.choices[0]?.message.content ?? ''`

/** Plain Vitest with only the plugin's matchers: each test judges a given text. */
export function matcherProject(goldens: number): Project {
  return createProject({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
export default defineConfig({ test: { include: ['goldens/*.test.ts'] } })
`,
    'goldens/set.json': goldenSet(goldens),
    'goldens/set.test.ts': `import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { expect } from 'vitest-aios'
const goldens = JSON.parse(readFileSync(new URL('./set.json', import.meta.url), 'utf8'))
for (const golden of goldens) {
  test(golden.id, () => {
    expect('The answer to this is 42.').toAnswer(golden)
  })
}
`,
  })
}

/** A project with one trivial test, with the plugin or without. */
export function emptyProject(plugin: boolean): Project {
  return createProject({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
${plugin ? "import { aios } from 'vitest-aios/plugin'" : ''}
export default defineConfig({ ${plugin ? "plugins: [aios({ models: { main_model: 'bench-main', embedder: 'bench-embedder' } })]," : ''} })
`,
    'sum.test.ts': `import { expect, test } from 'vitest'
test('adds', () => { expect(1 + 1).toBe(2) })
`,
  })
}

function goldenSet(count: number): string {
  const goldens = Array.from({ length: count }, (_, index) => ({
    id: `golden-${index + 1}`,
    question: `What is ${index} plus 42 minus ${index}? Explain it in one sentence.`,
    trait: 'arithmetic',
    expect: { contains: '42' },
  }))
  return `${JSON.stringify(goldens, null, 2)}\n`
}
