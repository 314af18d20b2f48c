/** Names of thinking tags. */
const NAME =
  '(?:[a-z]+[:_])?(?:(?:ant)?think(?:ing)?(?:_process)?|thoughts?(?:_process)?|internal_thoughts?|reason(?:ing)?(?:_process)?|rationale|analysis|deliberation|ponder(?:ing)?|reflect(?:ion)?|scratchpad|(?:inner_)?monologue|chain_of_thought|cot(?:_budget_reflect)?)'

/**
 * Opening tags: `<think>` under any usual name, also with a prefix (`<seed:think>`) or attributes, `[THINK]`,
 * `<|begin_of_thought|>`, `<|START_THINKING|>`, `◁think▷`, `<unused94>` and `<|channel>thought`.
 */
export const OPENING = new RegExp(
  [
    `<(?:begin_of_|start_of_)?${NAME}(?:\\s[^<>]*|/)?>`,
    `\\[${NAME}\\]`,
    `<[|｜](?:begin[_▁]of[_▁]|start[_▁]of[_▁]|begin_|start_)?${NAME}(?:_begin|_start)?[|｜]>`,
    `◁${NAME}▷`,
    '<unused94>(?:thought)?',
    '<\\|channel>(?:thought|thinking|analysis)',
  ].join('|'),
  'gi',
)

/** Closing tags of all of these. */
export const CLOSING = new RegExp(
  [
    `<(?:/\\s*|end_of_)(?:begin_of_|start_of_)?${NAME}\\s*>`,
    `\\[/${NAME}\\]`,
    `<[|｜](?:/|end[_▁]of[_▁]|end_)${NAME}[|｜]>|<[|｜]${NAME}_end[|｜]>`,
    `◁/${NAME}▷`,
    '<unused95>',
    '<channel\\|>',
  ].join('|'),
  'gi',
)

/** Matches the closing tags that belong to an opening one. */
export function closingOf(opening: string): RegExp {
  const [name = ''] = new RegExp(NAME, 'i').exec(opening) ?? []
  const own = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  if (/^<unused/i.test(opening)) return /<unused95>/i
  if (/^<\|channel>/i.test(opening)) return /<channel\|>/i
  if (opening.startsWith('[')) return new RegExp(String.raw`\[/${own}\]`, 'i')
  if (opening.startsWith('◁')) return new RegExp(`◁/${own}▷`, 'i')
  if (/^<[|｜]/.test(opening)) return new RegExp(`<[|｜](?:/|end[_▁]of[_▁]|end_)?${bare(own)}(?:_end)?[|｜]>`, 'i')
  return new RegExp(String.raw`<(?:/\s*|end_of_)(?:begin_of_|start_of_)?${bare(own)}\s*>`, 'i')
}

function bare(name: string): string {
  return name.replace(/^(?:begin|start|of)_/i, '')
}
