/** "not 9", "isn't 9", "rather than 9", "≠ 9", "Incorrect: 9", "the wrong answer is 9", and "❌ 9" in a line of its own. */
const REJECTED =
  /(?:(?:(?<!\p{L})(?:not|cannot|never|no longer)|n't)(?: be| equal to)?\s+|(?<!\p{L})(?:rather than|instead of|n?either|nor)\s+|(?:≠|!=)\s?|(?<!\p{L})(?:not|wrong|incorrect|false)(?: \p{L}+)?(?::| (?:is|was|are|were|would be))\s+|\n[>-]? ?[❌✗✘] ?)[^\p{L}\p{N}\s]{0,2}$/iu

const WRONG = String.raw`(?:\p{L}+ly |also )?(?:(?:the|an?) )?(?:wrong|incorrect|false|invalid|mistaken)(?!\p{L})`
const RIGHT = String.raw`(?:\p{L}+ly )?(?:the (?:right |correct )?answer|right|correct|valid|possible|true)(?!\p{L})`
const IS_WRONG = String.raw`(?:(?:is|was|am|seems|would be|must be|'s|'m) (?:${WRONG}|(?:not|never) ${RIGHT})|(?:is|was)n't ${RIGHT})`
const CLAUSE_END = String.raw`(?=\s?(?:[.!?,:;)\]|—-]|because|since|as|$))`

/** The words after a rejected number, directly or behind its unit. */
const REJECTED_AFTER = new RegExp(
  String.raw`^[^\p{L}\p{N}\s.!?([]{0,3}(?:(?<!,) ?[\p{L}°]+)?(?:${[
    // "9 is wrong", "9 isn't the answer", "9 cannot be right".
    String.raw`\s(?:${IS_WRONG}|(?:is|was)(?: (?:not|never)|n't) (?:the|a|my|our)(?!\p{L})|(?:cannot|can't) be(?!\p{L}))`,
    // "9 (incorrect)", "9 - wrong", "9, which is not right", "9. That is wrong."
    String.raw`(?:\s?[([|]\s?|\s[—-]\s|\s?(?:→|[-=]>)\s?|[.,:]\s)(?:${WRONG}|not ${RIGHT}|(?:which|that|this|it)\s?${IS_WRONG})${CLAUSE_END}`,
    // "9? No."
    String.raw`\?\s(?:no|wrong|incorrect)(?!\s?\p{L})`,
    String.raw`\s?[❌✗✘]`,
  ].join('|')})`,
  'iu',
)

/**
 * The words that withdraw an answer. Words such as "wrong" do so where they are about the answer ("That is wrong"), not about
 * something else ("It has 2 wrong parts").
 */
const CORRECTION = new RegExp(
  [
    String.raw`(?:^|[.!?,:;(\n—-])["'*\s]{0,3}(?:(?:no|oh|hmm|but)[,.!\s]{1,4}){0,3}(?:wait(?=[,.!:;—-]|\s(?:no|i|that|it|let|[—-])(?!\p{L}))|actually|correction|oops|scratch that|on second thought|(?:i |i'm |i am |my )?(?:sorry|apolog(?:i[sz]e|ies))(?! (?:for|about|if|to))|(?:wrong|incorrect)(?=[.!,;]))(?!\p{L})`,
    String.raw`(?<!\p{L})(?:that|this|it|which|i|answer|result)\s?${IS_WRONG}(?! to(?!\p{L}))`,
    String.raw`(?<!\p{L})i(?:'ve| have)? made an? (?:\p{L}+ )?(?:mistake|error)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:it|that|answer|result) (?:is|should|must) actually(?!\p{L})`,
  ].join('|'),
  'iu',
)

/** Whether a text says that a number in it is not the answer. */
export function isRejected(text: string, { start, end }: { start: number; end: number }): boolean {
  return REJECTED.test(text.slice(Math.max(0, start - 24), start)) || REJECTED_AFTER.test(text.slice(end, end + 60))
}

/** Whether a text takes back the answer that it follows. */
export function takesBack(text: string): boolean {
  return CORRECTION.test(text)
}
