import { GREEDY } from '../../settings/sampling.ts'
import type { FailureCause } from '../models.ts'
import type { Asked } from './fault.ts'
import type { Software } from '../../settings/software.ts'
import { toolOf } from './tools.ts'

const VARIABLE = { main_model: 'AIOS_MAIN_MODEL', embedder: 'AIOS_EMBEDDER' } as const

/** Remedies that the server's words call for, before those of the cause. */
const BY_WORDS: readonly [RegExp, (asked: Asked) => string][] = [
  [
    /no lm runtime found/i,
    () => 'Install a runtime for this format with `lms runtime get`, or take a GGUF build of the model.',
  ],
  [
    /insufficient system resources/i,
    ({ model }) =>
      `Check the need with \`lms load ${model} --estimate-only\`; take a smaller quantization or context length.`,
  ],
  [/try pulling it first/i, ({ model }) => `Fetch it with \`ollama pull ${model}\`.`],
  [/^HTTP 30\d/, () => 'Set AIOS_BASE_URL to the address that the server redirects to.'],
  [
    /no model is set/,
    ({ source }) => `Set ${VARIABLE[source]}, or aios({ models: { ${source}: '...' } }) in vitest.config.ts.`,
  ],
]

const BY_CAUSE: Readonly<Record<FailureCause, (asked: Asked) => string>> = {
  unreachable: ({ url, software }) =>
    `Start the server (${starts(software, url)}), or set AIOS_BASE_URL; it is ${url}.`,
  connect_timeout: ({ url }) =>
    `Check that AIOS_BASE_URL names the right machine and port (${url}) and that no firewall is between.`,
  load_timeout: ({ model, software }) =>
    `Load it beforehand: ${toolOf(software).load(model)}; or raise aios({ limits: { load } }) or AIOS_TIMEOUT_MS.`,
  first_token_timeout: () =>
    'Shorten the prompt, use fewer slots, or raise aios({ limits: { firstToken } }) or AIOS_TIMEOUT_MS.',
  idle_timeout: ({ software }) =>
    `See what the server does: ${toolOf(software).log}; if it is only slow, raise aios({ limits: { idle } }).`,
  total_timeout: () => 'Raise AIOS_TIMEOUT_MS, or lower aios({ sampling: { max_tokens } }).',
  aborted: () => 'Raise the test timeout of Vitest if it ended the wait.',
  connection_lost: ({ software }) => `See why the server hung up: ${toolOf(software).log}; then run again.`,
  wrong_endpoint: ({ url }) =>
    `Set AIOS_BASE_URL to the server's OpenAI-compatible base, as http://127.0.0.1:1234/v1; it is ${url}.`,
  not_a_model_server: ({ url }) =>
    `Something else answers at ${url}: set AIOS_BASE_URL to the model server, or stop what holds its port.`,
  unauthorized: ({ keySent }) =>
    keySent
      ? 'The server refuses the key: set AIOS_API_KEY (or LM_API_TOKEN) to a token created in its settings.'
      : 'Set AIOS_API_KEY (or LM_API_TOKEN) to a token of this server, or switch its authentication off.',
  unknown_model: ({ model, source, software }) =>
    `See the ids: ${toolOf(software).list}; set ${VARIABLE[source]} to one of them, or fetch the model: ${toolOf(software).fetch(model)}.`,
  wrong_model: ({ model, source, software }) =>
    `Load the right one: ${toolOf(software).load(model)}; or set ${VARIABLE[source]} to the id that answers; or, if both are names of one model, say so: aios({ aliases: { '${model}': ['...'] } }).`,
  no_model_loaded: ({ model, software }) =>
    `Load it: ${toolOf(software).load(model)}; or switch just-in-time loading on.`,
  load_failed: ({ model, software }) => `See the reason: ${toolOf(software).load(model)}, and ${toolOf(software).log}.`,
  model_crashed: ({ model, software }) =>
    `Load it again: ${toolOf(software).reload(model)}; see ${toolOf(software).log}.`,
  model_unloaded: ({ model, software }) =>
    `Load it for good: ${toolOf(software).load(model)}; models loaded on demand are evicted.`,
  template_error: ({ model }) =>
    `Mend the prompt template of ${model} in the model's settings, or take another build of it.`,
  context_overflow: ({ model, software }) =>
    `Load it with more context: ${toolOf(software).loadLonger(model)}; or shorten the messages.`,
  invalid_request: () =>
    'The server refuses a field of the request: see its words, update the server, or change aios({ sampling }).',
  payment_required: () =>
    'The account of this key has no credit left: top it up, or set AIOS_API_KEY or AIOS_BASE_URL to another one.',
  request_too_large: () =>
    'Shorten the messages, or raise the limit for the size of a request at the server or the proxy in front of it.',
  refused: ({ url }) =>
    `The server, or a firewall or proxy in front of ${url}, refuses such requests: ask its operator, or ask the server directly.`,
  overloaded: () => 'Wait until the server is ready, or lower aios({ slots }).',
  server_error: ({ software }) => `See ${toolOf(software).log}, and the proxy's log if one is between.`,
  stream_error: ({ software }) => `See ${toolOf(software).log}.`,
  stream_cut: ({ software }) =>
    `The server, or a proxy, ended the reply in the middle: see ${toolOf(software).log}, and whether the model crashed.`,
  empty_stream: ({ url, software }) =>
    `Nothing came in the stream: check with \`npx aios doctor\` what answers at ${url}; see ${toolOf(software).log}.`,
  not_streamed: () =>
    'The server, or a proxy, does not stream: times could not be measured. Switch buffering off or ask the server directly.',
  malformed_reply: () =>
    'The server does not keep to the OpenAI format: update it, or ask it without the proxy between.',
  not_recorded: () => 'Record it with `AIOS_RECORD=5 npx vitest run goldens` against a live server.',
}

const SAMPLING = Object.keys(GREEDY)

/** The command or setting that mends a cause; the server's words may know better than the cause alone. */
export function remedyFor(cause: FailureCause, evidence: string, asked: Asked): string {
  const field =
    cause === 'invalid_request' ? SAMPLING.find((name) => new RegExp(`\\b${name}\\b`).test(evidence)) : undefined
  if (field !== undefined)
    return `The server refuses ${field} as it is sent: change it with aios({ sampling: { ${field}: ... } }), or update the server.`
  const remedy = BY_WORDS.find(([pattern]) => pattern.test(evidence))?.[1] ?? BY_CAUSE[cause]
  return remedy(asked)
}

/** Where the software is unknown, because nothing answers, the usual ones are named. */
function starts(software: Software | undefined, url: string): string {
  const { port } = new URL(url)
  if (software !== undefined && software !== 'unknown') return toolOf(software).start(port)
  return `${toolOf('lmstudio').start(port)}, ${toolOf('vitest-aios').start(port)}, or its own command`
}
