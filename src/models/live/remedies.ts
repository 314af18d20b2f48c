import { GREEDY } from '../../settings/sampling.ts'
import type { FailureCause } from '../models.ts'
import type { RequestTarget } from './fault.ts'
import type { Software } from '../../settings/software.ts'
import { toolOf } from './tools.ts'

const VARIABLE = { main_model: 'AIOS_MAIN_MODEL', embedder: 'AIOS_EMBEDDER' } as const

/** Remedies for certain messages of servers; they take precedence over those of the cause. */
const BY_WORDS: readonly [RegExp, (asked: RequestTarget) => string][] = [
  [
    /no lm runtime found/i,
    () => 'Install a runtime for this format with `lms runtime get`, or use a GGUF build of the model.',
  ],
  [
    /insufficient system resources/i,
    ({ model }) =>
      `Check the required memory with \`lms load ${model} --estimate-only\`; use a smaller quantization or context length.`,
  ],
  [/try pulling it first/i, ({ model }) => `Fetch it with \`ollama pull ${model}\`.`],
  [/^HTTP 30\d/, () => 'Set AIOS_BASE_URL to the address that the server redirects to.'],
  [
    /no model is set/,
    ({ source }) => `Set ${VARIABLE[source]}, or aios({ models: { ${source}: '...' } }) in vitest.config.ts.`,
  ],
]

const BY_CAUSE: Readonly<Record<FailureCause, (asked: RequestTarget) => string>> = {
  unreachable: ({ url, software }) =>
    `Start the server (${startCommand(software, url)}), or set AIOS_BASE_URL (now ${url}).`,
  connect_timeout: ({ url }) =>
    `Check that AIOS_BASE_URL names the right machine and port (${url}) and that no firewall blocks it.`,
  load_timeout: ({ model, software }) =>
    `Load it beforehand: ${toolOf(software).load(model)}; or raise aios({ limits: { load } }) or AIOS_TIMEOUT_MS.`,
  first_token_timeout: () =>
    'Shorten the prompt, use fewer slots, or raise aios({ limits: { firstToken } }) or AIOS_TIMEOUT_MS.',
  idle_timeout: ({ software }) =>
    `Check the server: ${toolOf(software).log}; if it is only slow, raise aios({ limits: { idle } }).`,
  total_timeout: () => 'Raise AIOS_TIMEOUT_MS, or lower aios({ sampling: { max_tokens } }).',
  aborted: () => 'If the test timeout of Vitest aborted it, raise testTimeout.',
  connection_lost: ({ software }) =>
    `Check why the server closed the connection: ${toolOf(software).log}; then run again.`,
  wrong_endpoint: ({ url }) =>
    `Set AIOS_BASE_URL to the server's OpenAI-compatible base URL, such as http://127.0.0.1:1234/v1 (now ${url}).`,
  not_a_model_server: ({ url }) =>
    `Another program answers at ${url}: set AIOS_BASE_URL to the model server, or stop that program.`,
  unauthorized: ({ keySent }) =>
    keySent
      ? 'The server refuses the key: set AIOS_API_KEY (or LM_API_TOKEN) to a token created in its settings.'
      : 'Set AIOS_API_KEY (or LM_API_TOKEN) to a token of this server, or switch its authentication off.',
  unknown_model: ({ model, source, software }) =>
    `List the ids: ${toolOf(software).list}; set ${VARIABLE[source]} to one of them, or fetch the model: ${toolOf(software).fetch(model)}.`,
  wrong_model: ({ model, source, software }) =>
    `Load the right one: ${toolOf(software).load(model)}; or set ${VARIABLE[source]} to the id that answers; or, if both are names of one model, add an alias: aios({ aliases: { '${model}': ['...'] } }).`,
  no_model_loaded: ({ model, software }) =>
    `Load it: ${toolOf(software).load(model)}; or switch just-in-time loading on.`,
  load_failed: ({ model, software }) =>
    `Find the reason: ${toolOf(software).load(model)}; check ${toolOf(software).log}.`,
  model_crashed: ({ model, software }) =>
    `Load it again: ${toolOf(software).reload(model)}; check ${toolOf(software).log}.`,
  model_unloaded: ({ model, software }) =>
    `Load it permanently: ${toolOf(software).load(model)}; models loaded on demand are evicted.`,
  template_error: ({ model }) =>
    `Fix the prompt template of ${model} in the model's settings, or use another build of it.`,
  context_overflow: ({ model, software }) =>
    `Load it with a longer context: ${toolOf(software).loadLonger(model)}; or shorten the messages.`,
  invalid_request: () => 'Change the field that the server refuses with aios({ sampling }), or update the server.',
  payment_required: () => 'Add credit to the account of this key, or set AIOS_API_KEY or AIOS_BASE_URL to another one.',
  request_too_large: () =>
    'Shorten the messages, or raise the request size limit of the server or the proxy in front of it.',
  refused: ({ url }) =>
    `The server, or a firewall or proxy in front of ${url}, refuses such requests: ask its operator, or bypass the proxy.`,
  overloaded: () => 'Wait until the server is ready, or lower aios({ slots }).',
  server_error: ({ software }) => `Check ${toolOf(software).log}, and the log of a proxy in front of the server.`,
  stream_error: ({ software }) => `Check ${toolOf(software).log}.`,
  stream_cut: ({ software }) =>
    `The server, or a proxy, ended the reply early: check ${toolOf(software).log}, and whether the model crashed.`,
  empty_stream: ({ url, software }) =>
    `Check with \`npx aios doctor\` which program answers at ${url}; check ${toolOf(software).log}.`,
  not_streamed: () =>
    'The server, or a proxy, does not stream, so times cannot be measured: switch buffering off or bypass the proxy.',
  malformed_reply: () => 'The reply is not in the OpenAI format: update the server, or bypass the proxy.',
  not_recorded: () => 'Record it with `AIOS_RECORD=5 npx vitest run goldens` and a live server or the embedded engine.',
}

const SAMPLING = Object.keys(GREEDY)

/** The command or setting that fixes a cause; certain messages of servers have a more specific remedy. */
export function remedyFor(cause: FailureCause, evidence: string, asked: RequestTarget): string {
  const field =
    cause === 'invalid_request' ? SAMPLING.find((name) => new RegExp(`\\b${name}\\b`).test(evidence)) : undefined
  if (field !== undefined)
    return `The server refuses this ${field}: change it with aios({ sampling: { ${field}: ... } }), or update the server.`
  const remedy = BY_WORDS.find(([pattern]) => pattern.test(evidence))?.[1] ?? BY_CAUSE[cause]
  return remedy(asked)
}

/** The start command of the software; if it is unknown, those of the usual ones. */
function startCommand(software: Software | undefined, url: string): string {
  const { port } = new URL(url)
  if (software !== undefined && software !== 'unknown') return toolOf(software).start(port)
  return `${toolOf('lmstudio').start(port)}, ${toolOf('vitest-aios').start(port)}, or its own command`
}
