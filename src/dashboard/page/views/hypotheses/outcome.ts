import type { Hypothesis } from '../../../../../schemas/generated/dashboard.ts'

/** An outcome as one character, where a colour alone would have to say it. */
export const OUTCOME_SIGNS: Readonly<Record<Hypothesis['outcome'], string>> = {
  supported: '+',
  not_supported: '−',
  inconclusive: '?',
  unmeasured: '0',
}

/** Scrolls to the card of a hypothesis and moves the focus there. */
export function showCard(id: string): void {
  const card = document.querySelector<HTMLElement>(`[data-hypothesis=${JSON.stringify(id)}]`)
  card?.scrollIntoView()
  card?.focus({ preventScroll: true })
}
