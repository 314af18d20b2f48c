/** A golden as a test writes it. */
export interface TestGolden {
  id: string
  question: string
  trait: string
  [key: string]: unknown
}

/**
 * Files of a user's project: each golden set with its one-line suite, `goldens/<set>.golden.test.ts`. `aios` are the
 * plugin's options beside the models `big` and `small`, `test` the options of Vitest, both as source text.
 */
export function goldenProject(
  sets: Record<string, readonly TestGolden[]>,
  options: { aios?: string; test?: string } = {},
): Record<string, string> {
  const files: Record<string, string> = { 'vitest.config.ts': configFile(options) }
  for (const [set, goldens] of Object.entries(sets)) {
    files[`goldens/${set}.json`] = JSON.stringify(goldens, null, 2)
    files[`goldens/${set}.golden.test.ts`] =
      `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('${set}', './${set}.json')\n`
  }
  return files
}

/** The Vitest config of a monorepo whose packages are Vitest projects. */
export const MONOREPO =
  "import { defineConfig } from 'vitest/config'\nexport default defineConfig({ test: { projects: ['packages/*'] } })\n"

/** Files of a package of a monorepo, as of `goldenProject`. */
export function packageFiles(
  name: string,
  sets: Parameters<typeof goldenProject>[0],
  { aios = '', test = '' }: { aios?: string; test?: string } = {},
): Record<string, string> {
  const files = {
    ...goldenProject(sets, { aios, test: `name: '${name}', ${test}` }),
    'package.json': `{ "name": "${name}", "type": "module" }`,
  }
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`packages/${name}/${file}`, text]))
}

/** The Vitest config of such a project. */
export function configFile({ aios = '', test = '' }: { aios?: string; test?: string } = {}): string {
  return `import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'
export default defineConfig({
  plugins: [aios({ models: { main_model: 'big', embedder: 'small' }, ${aios} })],
  test: { ${test} },
})
`
}

/** `count` short goldens that ask for their own number. */
export function numbered(count: number, prefix = 'g'): TestGolden[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index}`,
    question: `What is number ${prefix}${index}?`,
    trait: 'numbers',
  }))
}
