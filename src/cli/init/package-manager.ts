/** A package manager, and how it is called. */
export interface PackageManager {
  name: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** Arguments that install development dependencies. */
  install: readonly string[]
  /** What starts a program of the project. */
  run: string
}

const MANAGERS: Readonly<Record<PackageManager['name'], PackageManager>> = {
  npm: { name: 'npm', install: ['install', '--save-dev'], run: 'npx' },
  pnpm: { name: 'pnpm', install: ['add', '--save-dev'], run: 'pnpm exec' },
  yarn: { name: 'yarn', install: ['add', '--dev'], run: 'yarn' },
  bun: { name: 'bun', install: ['add', '--dev'], run: 'bunx' },
}

const LOCK_FILES: Readonly<Record<string, PackageManager['name']>> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
}

/** The package manager of a project: the field `packageManager`, else the lock file, else npm. Pure. */
export function packageManagerOf(field: unknown, files: readonly string[]): PackageManager {
  const [, named] = /^(npm|pnpm|yarn|bun)@/.exec(typeof field === 'string' ? field : '') ?? []
  const locked = files.map((file) => LOCK_FILES[file]).find((name) => name !== undefined)
  return MANAGERS[(named as PackageManager['name'] | undefined) ?? locked ?? 'npm']
}
