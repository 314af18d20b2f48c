import { quoted } from '../text/quoted.ts'

/** How a dashboard was started. */
export interface StartOptions {
  /** null: the usual one. */
  host: string | null
  /** That on which it listens, also where any free one was asked for; null: the usual one. */
  port: number | null
  label: boolean
  /** Of `--log`. */
  log: readonly string[]
}

/**
 * The command that starts a dashboard at the same address with the same options, so that open pages reconnect. It has no
 * token, which is in the environment or a secret of the person who started it. Pure.
 */
export function startCommand({ host, port, label, log }: StartOptions): string {
  const options = [
    ...(host === null ? [] : ['--host', host]),
    ...(port === null ? [] : ['--port', String(port)]),
    ...(label ? ['--label'] : []),
    ...(log.length === 0 ? [] : ['--log', ...log]),
  ]
  return ['npx aios dashboard', ...options.map(quoted)].join(' ')
}
