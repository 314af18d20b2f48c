import type { Settings } from '../settings/settings.ts'
import type { ServerProbe } from '../models/live/probe.ts'
import { failed, ok } from './check.ts'
import type { Check } from './check.ts'

/** Checks the address: does it have OpenAI-compatible endpoints? */
export function endpointCheck(probe: ServerProbe, settings: Settings): Check {
  const said = `${probe.baseUrl} (${settings.origins['baseUrl'] ?? 'default'})`
  if (probe.kind === 'wrong_endpoint') {
    return failed(
      'endpoint',
      `${said}; ${probe.evidence}`,
      `Set AIOS_BASE_URL=${probe.right ?? 'http://127.0.0.1:1234/v1'}.`,
    )
  }
  if (probe.kind === 'not_a_model_server') {
    return failed(
      'endpoint',
      `${said}; not a model server: ${probe.evidence}`,
      'Set AIOS_BASE_URL to the model server, or stop the program on its port.',
    )
  }
  if (probe.kind === 'unreachable' && probe.why === 'unknown_host') {
    return failed('endpoint', `${said}; ${probe.evidence}`, 'Set AIOS_BASE_URL to a host that exists.')
  }
  return ok('endpoint', said)
}

/** Checks that a model server runs there. */
export function serverCheck(probe: ServerProbe): Check {
  switch (probe.kind) {
    case 'reachable':
      return ok(
        'server',
        `${probe.software === 'unknown' ? 'an OpenAI-compatible server' : probe.software} lists ${probe.models.length} models`,
      )
    case 'unauthorized':
      return failed(
        'server',
        probe.evidence,
        probe.keySent
          ? 'The key is refused: set AIOS_API_KEY to a token of this server.'
          : 'Set AIOS_API_KEY to a token of this server.',
      )
    case 'unreachable':
      return failed(
        'server',
        probe.appRuns ? `${probe.evidence}; LM Studio runs, but its server is off` : probe.evidence,
        start(probe),
      )
    case 'wrong_endpoint':
    case 'not_a_model_server':
      return failed('server', 'no model server at this endpoint', 'See the endpoint.')
  }
}

function start(probe: ServerProbe & { kind: 'unreachable' }): string {
  const port = new URL(probe.baseUrl).port
  if (probe.why === 'silent' || probe.why === 'not_ready') return 'Wait until it is ready, or restart the server.'
  return `Start it: \`lms server start${port === '' ? '' : ` --port ${port}`}\` (LM Studio) or \`npx aios serve\`; or set AIOS_BASE_URL.`
}
