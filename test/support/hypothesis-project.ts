import { expect } from 'vitest'
import validate from '../../schemas/generated/provenance.validate.js'
import { configFile, numbered, type TestGolden } from './golden-project.ts'
import type { Project } from './project.ts'
import { scriptedModels } from './scripted-models.ts'

/** Files of a project: the source of each hypothesis file by its name, and sets of questions that ask for `right`. */
export function hypothesisProject(
  hypotheses: Readonly<Record<string, string>>,
  { sets = { set: numbered(8) }, config = {} }: { sets?: Record<string, TestGolden[]>; config?: ConfigParts } = {},
): Record<string, string> {
  return {
    'vitest.config.ts': configFile(config),
    ...Object.fromEntries(
      Object.entries(sets).map(([set, goldens]) => [
        `hypotheses/${set}.json`,
        JSON.stringify(goldens.map((golden) => ({ ...golden, expect: { contains: 'right' } }))),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(hypotheses).map(([name, source]) => [
        `hypotheses/${name}.hypothesis.test.ts`,
        `import { expect, hypothesis } from 'vitest-aios'\n${source}`,
      ]),
    ),
  }
}

type ConfigParts = Parameters<typeof configFile>[0]

/** A hypothesis whose two sides are the models, judged by quality. `more`: of its declaration, as source text. */
export function better(id: string, matcher: string, { more = '', set = 'set' } = {}): string {
  return `hypothesis('${id}', { claim: 'the embedder is better', goldens: './${set}.json'${more} }, async ({ paired }) => {
  expect(await paired({ source: ['main_model', 'embedder'] }).quality())${matcher}
})\n`
}

/** A server whose small model is right, and whose large one is only where `right` says so. */
export async function unequalModels(right: (question: string) => boolean = () => false) {
  const server = await scriptedModels(['big', 'small'], (question, { model }) =>
    model === 'small' || right(question) ? 'That is right.' : 'No idea.',
  )
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

/** The valid events of a type in a project's log. */
export async function eventsOf(project: Project, type: string): Promise<Record<string, unknown>[]> {
  const events = await project.events()
  for (const event of events) expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
  return events.filter((event) => event['event_type'] === type)
}

/** The last block of a run's output, without times. */
export function lastBlock(output: string): string {
  return output
    .slice(output.search(/\n\n\n? H\d/))
    .replace(/^ dashboard .*$/m, '')
    .trimEnd()
}
