import type { Source } from '../../source.ts'

/** The sources by their names in older files; `embedder_llm` is the small model's name in the runbook's files. */
export const OLDER_SOURCES: ReadonlyMap<unknown, Source> = new Map<unknown, Source>([
  ['main_model', 'main_model'],
  ['embedder', 'embedder'],
  ['embedder_llm', 'embedder'],
])
