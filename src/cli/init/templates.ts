import type { ModelPair } from './choose-models.ts'

/** Where the models of a new project answer. */
export type ModelChoice = ModelPair & ({ backend: 'live'; baseUrl: string | null } | { backend: 'embedded' })

const OBJECTIVES = `      slo: { passRate: 0.9, p95Ms: 20_000 },
`

const OBJECTIVES_ON_PROCESSOR = `      slo: { passRate: 0.9, p95Ms: 60_000 },
      health: { p50Ms: { from: 0, to: 45_000 }, p95Ms: { from: 0, to: 60_000, redAbove: 75_000 } },
`

/** The Vitest config of a new project. The embedded engine runs on the processor, which takes longer. */
export function configText({ main_model: mainModel, embedder, ...where }: ModelChoice): string {
  const backend =
    where.backend === 'embedded'
      ? "      backend: 'embedded',\n"
      : where.baseUrl === null
        ? ''
        : `      baseUrl: ${quoted(where.baseUrl)},\n`
  return `import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'

export default defineConfig({
  plugins: [
    aios({
${backend}      models: {
        main_model: ${quoted(mainModel)},
        embedder: ${quoted(embedder)},
      },
${where.backend === 'embedded' ? OBJECTIVES_ON_PROCESSOR : OBJECTIVES}      regression: 0.25,
    }),
  ],
})
`
}

/** The suite of a new project. */
export const SUITE_TEXT = `import { describeGoldens } from 'vitest-aios'

describeGoldens('first set', './first_set.json')
`

/** The first golden set: questions that models of any size answer, and one for the large model without an expectation. */
export const GOLDEN_SET_TEXT = `{
  "$schema": "../node_modules/vitest-aios/schemas/golden-set.schema.json",
  "goldens": [
    {
      "id": "capital-of-france",
      "question": "What is the capital of France?",
      "trait": "geography",
      "expect": { "contains": "Paris" }
    },
    {
      "id": "largest-ocean",
      "question": "Which ocean is the largest?",
      "trait": "geography",
      "expect": { "contains": "Pacific" }
    },
    {
      "id": "language-of-spain",
      "question": "Which language do most people in Spain speak?",
      "trait": "geography",
      "expect": { "contains": "Spanish" }
    },
    {
      "id": "colour-of-the-sky",
      "question": "Why is the sky blue during the day, but red at sunset? Explain in one sentence.",
      "trait": "reasoning"
    }
  ]
}
`

/** A model's id comes from a server: it must stay inside its string. */
function quoted(text: string): string {
  return `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", String.raw`\'`)}'`
}
