import type { ErrorBudget, Objective } from '../../schemas/generated/dashboard.ts'
import { decimal, percent } from './format.ts'

const BAD: Partial<Record<Objective['objective'], string>> = {
  passRate: 'failed or got no reply',
  errorRate: 'got no reply',
  p95Ms: 'were slower or got no reply',
  ttftMs: 'were slower or got no reply',
}

/** The questions that use up the error budget of an objective: `12 of 90 questions were slower or got no reply`. */
export function badReplies(objective: Objective['objective'], { bad, all }: Pick<ErrorBudget, 'bad' | 'all'>): string {
  return `${decimal(bad)} of ${decimal(all)} questions ${BAD[objective] ?? 'are bad'}`
}

/** What an error budget allows, and what was used of it: `12 of 90 questions were slower or got no reply; 5 % allowed`. */
export function budgetUse(objective: Objective['objective'], budget: ErrorBudget): string {
  return `${badReplies(objective, budget)}; ${percent(budget.allowed)} allowed`
}
