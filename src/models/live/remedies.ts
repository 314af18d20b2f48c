import type { FailureCause } from '../types.ts'
import type { Asked } from './fault.ts'

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
  unreachable: ({ url }) =>
    `Start the server (\`lms server start\`, or \`npx aios serve\`), or set AIOS_BASE_URL; it is ${url}.`,
  connect_timeout: ({ url }) =>
    `Check that AIOS_BASE_URL names the right machine and port (${url}) and that no firewall is between.`,
  load_timeout: ({ model }) => `Load it beforehand with \`lms load ${model}\`, or raise aios({ limits: { load } }).`,
  first_token_timeout: () =>
    'Shorten the prompt, use fewer slots, or raise aios({ limits: { firstToken } }) or AIOS_TIMEOUT_MS.',
  idle_timeout: () =>
    'See what the server does with `lms log stream`; if it is only slow, raise aios({ limits: { idle } }).',
  total_timeout: () => 'Raise AIOS_TIMEOUT_MS, or lower aios({ sampling: { max_tokens } }).',
  aborted: () => 'Raise the test timeout of Vitest if it ended the wait.',
  connection_lost: () => 'See why the server hung up with `lms log stream`; then run again.',
  wrong_endpoint: ({ url }) =>
    `Set AIOS_BASE_URL to the server's OpenAI-compatible base, as http://127.0.0.1:1234/v1; it is ${url}.`,
  not_a_model_server: ({ url }) =>
    `Something else answers at ${url}: set AIOS_BASE_URL to the model server, or stop what holds its port.`,
  unauthorized: ({ keySent }) =>
    keySent
      ? 'The server refuses the key: set AIOS_API_KEY (or LM_API_TOKEN) to a token created in its settings.'
      : 'Set AIOS_API_KEY (or LM_API_TOKEN) to a token of this server, or switch its authentication off.',
  unknown_model: ({ source }) => `See the ids with \`lms ls\` and set ${VARIABLE[source]} to one of them.`,
  wrong_model: ({ model, source }) =>
    `Load the right one with \`lms load ${model}\`, or set ${VARIABLE[source]} to the id that answers.`,
  no_model_loaded: ({ model }) => `Load it with \`lms load ${model}\`, or switch just-in-time loading on.`,
  load_failed: ({ model }) => `See the reason with \`lms load ${model}\` and \`lms log stream\`.`,
  model_crashed: ({ model }) =>
    `Load it again with \`lms unload ${model} && lms load ${model}\`; see \`lms log stream\`.`,
  model_unloaded: ({ model }) => `Load it for good with \`lms load ${model}\`; just-in-time loads are evicted.`,
  template_error: ({ model }) =>
    `Mend the prompt template of ${model} in the model's settings, or take another build of it.`,
  context_overflow: ({ model }) =>
    `Load it with more context, \`lms load ${model} --context-length 8192\`, or shorten the messages.`,
  invalid_request: () =>
    'The server refuses a field of the request: see its words, update the server, or change aios({ sampling }).',
  overloaded: () => 'Wait until the server is ready, or lower aios({ slots }).',
  server_error: () => "See the server's own log (`lms log stream`), and the proxy's if one is between.",
  stream_error: () => "See the server's own log (`lms log stream`).",
  stream_cut: () =>
    'The server, or a proxy, ended the reply in the middle: see `lms log stream`, and whether the model crashed.',
  empty_stream: ({ url }) =>
    `Nothing came in the stream: check with \`npx aios doctor\` what answers at ${url}; see \`lms log stream\`.`,
  not_streamed: () =>
    'The server, or a proxy, does not stream: times could not be measured. Switch buffering off or ask the server directly.',
  malformed_reply: () =>
    'The server does not keep to the OpenAI format: update it, or ask it without the proxy between.',
  not_recorded: () => 'Record it with `AIOS_RECORD=5 npx vitest run goldens` against a live server.',
}

/** The command or setting that mends a cause; the server's words may know better than the cause alone. */
export function remedyFor(cause: FailureCause, evidence: string, asked: Asked): string {
  const remedy = BY_WORDS.find(([pattern]) => pattern.test(evidence))?.[1] ?? BY_CAUSE[cause]
  return remedy(asked)
}
