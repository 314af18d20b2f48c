import { readEquivalents } from './equivalents.ts'
import { measure } from './measure.ts'
import { SLOWEST, TARGET, TIME_LIMIT } from './modules.ts'
import { filesOf } from './run.ts'
import { details, type Score, scoreOf, shortfalls, table } from './score.ts'

const scores: Score[] = []
for (const [name, files] of filesOf(process.argv.slice(2))) {
  const score = scoreOf({ name, files, lines: await measure(name, files, SLOWEST), equivalents: readEquivalents(name) })
  console.log(details(score))
  scores.push(score)
}

console.log(`\n${table(scores)}`)
const problems = shortfalls(scores, { target: TARGET, seconds: TIME_LIMIT })
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
