// Checks wording: phrases to avoid, wide Markdown, public exports without a doc comment, types that share a name.
// `node scripts/language/main.ts src/router docs` checks the wording of these paths only.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Finding, phraseFindings, sameNameFindings, widthFindings } from './check.ts'
import { undocumentedExports } from './public-docs.ts'

const ENTRIES = [
  'plugin/suite-api.ts',
  'plugin/vite-plugin.ts',
  'reporters/index.ts',
  'src/router/index.ts',
  'src/evidence.ts',
]
/** Generated files, texts of other authors and models, and the rules with their own test. */
const FOREIGN =
  /^schemas\/generated\/|^test\/fixtures\/|\/cassettes\/|^(?:test\/unit\/)?scripts\/language\/|^CHANGELOG\.md$|vocabulary|^bench\/router\/questions/

const paths = process.argv.slice(2)
const listed = execFileSync('git', ['ls-files', ...paths], { encoding: 'utf8' }).split('\n')
const files = new Map(
  listed
    .filter((file) => /\.(?:tsx?|md|schema\.json)$/.test(file) && !FOREIGN.test(file))
    .map((file) => [file, readFileSync(file, 'utf8')]),
)
const code = new Map([...files].filter(([file]) => /^(?:src|plugin|reporters)\//.test(file)))
const findings: Finding[] = [...files].flatMap(([file, text]) => [
  ...phraseFindings(file, text),
  ...(file.endsWith('.md') ? widthFindings(file, text) : []),
])
if (paths.length === 0)
  findings.push(...sameNameFindings(code), ...undocumentedExports(ENTRIES, (file) => readFileSync(file, 'utf8')))
for (const { file, line, message } of findings) console.error(`${file}:${line}  ${message}`)
if (findings.length > 0) {
  console.error(`\n${findings.length} findings in ${new Set(findings.map(({ file }) => file)).size} files`)
  process.exitCode = 1
}
