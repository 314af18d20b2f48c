/** Invisible characters: zero-width ones, soft hyphens, marks of direction, variation selectors. */
export const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/** Further characters that print nothing: control characters, and the blank of Braille, which Unicode calls a symbol. */
const EMPTY = /[\p{Cc}\u2800]/gu

/**
 * Special tokens of chat templates as text, such as `<|im_end|>`, `<|start_header_id|>assistant<|end_header_id|>`, `</s>`
 * and `<end_of_turn>`: a server that does not strip them sends them for a reply that has ended. `<s>` alone is also HTML.
 */
const ROLE = '(?:assistant|model|user|system)'
const SPECIAL_TOKENS = new RegExp(
  [
    `<\\|(?:im_start|start|start_header_id|header_start)\\|>\\s*(?:${ROLE}(?=\\s|<|$))?`,
    `<start_of_turn>\\s*(?:${ROLE}(?=\\s|<|$))?`,
    '<\\|[\\p{L}\\p{N}_./-]{1,40}\\|>',
    '<\uff5c[\\p{L}\\p{N}_\u2581 -]{1,40}\uff5c>',
    '</s>|<s>(?=\\s*<)|<(?:eos|bos|pad|unk|end_of_turn|end_of_utterance|EOT|EOD|0x[0-9A-F]{2})>',
    '\\[/?(?:INST|PAD|EOS|BOS|UNK|SEP|CLS)\\]',
  ].join('|'),
  'gu',
)

/** Whether a text is blank: only white space, invisible characters or special tokens. Pure. */
export function isBlank(text: string): boolean {
  if (isPlainText(text)) return false
  return hasNothing(text) || hasNothing(text.replaceAll(SPECIAL_TOKENS, ''))
}

/** The special tokens of a text that contains nothing else; null for any other text, also an empty one. Pure. */
export function loneSpecialTokens(text: string): string | null {
  return isBlank(text) && !hasNothing(text) ? text.trim() : null
}

/** Whether a text has a letter or a digit, and no bracket with which a special token begins. */
function isPlainText(text: string): boolean {
  return /[A-Za-z0-9]/.test(text) && !/[<[]/.test(text)
}

function hasNothing(text: string): boolean {
  return text.replaceAll(INVISIBLE, '').replaceAll(EMPTY, '').trim() === ''
}
