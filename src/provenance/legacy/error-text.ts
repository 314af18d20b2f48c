/** Texts that the older system wrote in place of a reply when a request failed. */
const ERRORS: readonly RegExp[] = [
  // "Embedder error: 400", "[Main model error] HTTP 500", "LLM request failed: timeout".
  /^\W*(?:(?:embedder|main|large|small|language|model|llm|lm|studio|api|https?|server|request|response|connection|network|generation|inference|chat|completions?)[ _-]*){1,5}(?:error|exception|failed|failure|timeout|timed out|unavailable)\b\W*(?:[:-]|\d{3}\b|$)/i,
  // "Error: the connection was refused", "Exception: ...", "[ERROR] ...".
  /^\W*(?:error|exception)\W*[:\]][^\n]*$/i,
  /^\W*error[ :]+(?:code )?[45]\d\d\b/i,
  /^\[[^\]\n]{0,80}\b(?:error|failed|failure|timeout)\b[^\]\n]{0,80}\]/i,
  // "ConnectionError: ...", "HTTPConnectionPool(host=...".
  /^[A-Z]\w*(?:Error|Exception|Timeout): /,
  /^HTTPS?ConnectionPool\(/,
  /^Traceback \(most recent call last\)/,
]

/** Whether the text of an older reply is an error of the system, not an answer of a model. */
export function isErrorText(reply: string): boolean {
  return ERRORS.some((pattern) => pattern.test(reply.trim()))
}
