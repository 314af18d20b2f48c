import { Text } from './text.tsx'

const TONES: Readonly<Record<string, string>> = {
  pass: 'pass',
  supported: 'pass',
  met: 'pass',
  healthy: 'pass',
  ok: 'pass',
  fail: 'fail',
  not_supported: 'fail',
  missed: 'fail',
  red_flag: 'fail',
  broken: 'fail',
  unreadable: 'fail',
  invalid: 'fail',
  not_written_yet: 'quiet',
}

const SIGNS: Readonly<Record<string, string>> = { pass: '✓', fail: '✗', unmeasured: '–' }

/** A verdict as one character, where a colour alone would have to say it. Pure. */
export function verdictSign(verdict: string | null): string {
  return SIGNS[verdict ?? ''] ?? '?'
}

/** States whose word on the page is another one. */
const WORDS: Readonly<Record<string, string>> = { open: 'undecided' }

/** A verdict, outcome or state as a coloured word. */
export function Badge({ value }: { value: string | null }) {
  if (value === null) return <span class="muted">–</span>
  return (
    <span class={`badge ${TONES[value] ?? 'open'}`}>
      <Text value={WORDS[value] ?? value.replaceAll('_', ' ')} max={40} />
    </span>
  )
}
