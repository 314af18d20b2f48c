import { basisText } from '../src/verdicts/hypothesis/basis-text.ts'
import { describeEffect, describeP } from '../src/verdicts/hypothesis/describe.ts'
import { escapeMarkdown } from '../src/text/markdown.ts'
import { type HypothesisFamily, inWords, type Member } from '../src/provenance/hypothesis/family.ts'
import { escapeData } from './github.ts'

const SIGNS = { supported: '✅', not_supported: '❌', inconclusive: '❔' }

/** The hypotheses of a run as a section of the job summary. */
export function hypothesisSection(
  { members, alpha, notRun }: HypothesisFamily,
  backend: string,
  notes: readonly string[],
): string {
  const left = notRun === 0 ? '' : ` ${notRun} did not run.`
  return [
    '## Hypotheses',
    '',
    ...(backend === '' ? [] : [escapeMarkdown(backend), '']),
    '| id | claim | outcome | effect | p | Holm | n | rests on |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...members.map((member) => `| ${cells(member).join(' | ')} |`),
    '',
    `Judged together: with Holm's correction over ${members.length} the chance of any false support is at most ${alpha}.${left}`,
    '',
    ...notes.map((note) => `> ${escapeMarkdown(note)}\n`),
    '',
  ].join('\n')
}

function cells(member: Member): string[] {
  const { id, claim } = member.note
  const named = [escapeMarkdown(id), escapeMarkdown(claim)]
  if (member.kind === 'unmeasured') return [...named, '⚠️ no outcome', '', '', '', '', '']
  const { finding, adjustedP } = member
  const { outcome, n, repeats } = finding
  return [
    ...named,
    `${SIGNS[outcome]} ${inWords(outcome)}`,
    escapeMarkdown(describeEffect(finding)),
    ...[finding.p, adjustedP].map((p) => describeP(p).replace(/^p /, '')),
    repeats > 1 ? `${n} x ${repeats}` : `${n}`,
    basisText(finding),
  ]
}

/** One workflow command for each hypothesis that fails the run; GitHub shows it as an annotation of the run. */
export function hypothesisAnnotations({ problems }: HypothesisFamily): string[] {
  return problems.map((problem) => `::error title=hypothesis::${escapeData(problem)}`)
}
