import type { ErrorBudget, Objective } from '../../schemas/generated/dashboard.ts'
import { decimal, percent } from './format.ts'

const BAD: Partial<Record<Objective['objective'], string>> = {
  passRate: 'failed or without a reply',
  errorRate: 'without a reply',
  p95Ms: 'slower or without a reply',
  ttftMs: 'slower or without a reply',
}

/** The replies that use up the error budget of an objective: `12 of 90 replies slower or without a reply`. */
export function badReplies(objective: Objective['objective'], { bad, all }: Pick<ErrorBudget, 'bad' | 'all'>): string {
  return `${decimal(bad)} of ${decimal(all)} replies ${BAD[objective] ?? 'bad'}`
}

/** What an error budget allows, and what was used of it: `12 of 90 replies slower or without a reply; 5 % allowed`. */
export function budgetUse(objective: Objective['objective'], budget: ErrorBudget): string {
  return `${badReplies(objective, budget)}; ${percent(budget.allowed)} allowed`
}
