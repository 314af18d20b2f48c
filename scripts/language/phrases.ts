/** A phrase to avoid, and what to write in its place. */
export interface Phrase {
  /** Matches case-insensitively within a line. */
  pattern: RegExp
  advice: string
}

/** The most frequent relapses into private wording, in comments, messages, test names and Markdown. */
export const PHRASES: readonly Phrase[] = [
  {
    pattern: /\b(?:nobody|whoever|whosoever|no one else)\b/i,
    advice: 'name the actor: the test, the server, the user',
  },
  { pattern: /(?<!\bthere )\b(?:is|are|was|were) none\b/i, advice: 'say what it is: "is invalid", "is missing"' },
  {
    pattern:
      /(?<!\b(?:there|it|which) )\b(?:is|are) no (?!longer\b|more\b|less\b|worse\b|better\b|later\b|larger\b|smaller\b|different\b|such\b)/i,
    advice: 'say what it is: "is not a …", "is not valid …", "expected a …"',
  },
  {
    // A clause such as "What comes later is left out". A question, and "What the server sent", are correct.
    pattern:
      /(?:^\s*(?:\*|\/\/|\/\*\*)\s*|[.:;]\s+|["'`])(?:Who|Whatever|What) (?:else )?(?:would|could|cannot|may|must|answers|asks|begins|changes|comes|counts|ends|fails|falls|follows|gains|gets|gives|goes|hangs|happens|holds|keeps|lacks|lies|makes|matters|measures|needs|reads|remains|runs|says|stays|takes|tells|waits|writes) (?![^.!]*\?)/,
    advice: 'begin with the subject: "a reply that …", "the caller …"',
  },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, advice: 'fix' },
  { pattern: /\bvouch(?:es)?\b|\bclos(?:e|es) the books\b|\bsee to the\b/i, advice: 'use the standard term' },
  {
    pattern:
      /\b(?:log|router|server|report|state|model|baseline|summary) (?:knows|forgets|remembers|believes|wants)\b/i,
    advice: 'files and modules store, drop, contain, return, require',
  },
  { pattern: /\bof the future\b|\bof another day\b/i, advice: 'say the time: "dated after now"' },
]
