import type { TestCase, TestModule } from 'vitest/node'
import './task-data.ts'

/** Whether a module carries data of the plugin: of golden sets, hypotheses or replies. */
export function carriesData({ children }: TestModule): boolean {
  for (const suite of children.allSuites()) if (suite.meta().aiosSet !== undefined) return true
  for (const test of children.allTests()) if (isOwn(test)) return true
  return false
}

function isOwn(test: TestCase): boolean {
  return test.meta().aiosHypothesis !== undefined || test.artifacts().some(({ type }) => type.startsWith('aios:'))
}
