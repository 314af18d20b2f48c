/** Why this Node cannot run the package, with the remedy; null: it can. Older ones fail with errors that name neither. */
export function nodeProblem(version = process.versions.node): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return null
  return `this is Node ${version}, and vitest-aios needs 22.12 or newer. \`npm install --save-dev node@24\` brings one for this project's npm scripts and npx.`
}
