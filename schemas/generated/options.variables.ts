// Generated from schemas/options.schema.json by `npm run generate`. Do not edit.
/** A setting that an environment variable sets; of several names the first that is set wins. */
export interface Variable {
  /** The place of its option. */
  path: readonly string[]
  names: readonly string[]
  type: 'string' | 'number' | 'boolean' | 'object'
  /** The form of its text, where that is not the form of the option. */
  expected?: string
}

export const VARIABLES: readonly Variable[] = [
  {"path":["backend"],"names":["AIOS_BACKEND"],"type":"string"},
  {"path":["baseUrl"],"names":["AIOS_BASE_URL"],"type":"string"},
  {"path":["apiKey"],"names":["AIOS_API_KEY","LM_API_TOKEN"],"type":"string"},
  {"path":["models","main_model"],"names":["AIOS_MAIN_MODEL"],"type":"string"},
  {"path":["models","embedder"],"names":["AIOS_EMBEDDER"],"type":"string"},
  {"path":["aliases"],"names":["AIOS_MODEL_ALIASES"],"type":"object","expected":"name=other,another;name2=other2"},
  {"path":["modelConfig"],"names":["AIOS_MODEL_CONFIG"],"type":"string"},
  {"path":["dir"],"names":["AIOS_DIR"],"type":"string"},
  {"path":["repeats"],"names":["AIOS_REPEATS"],"type":"number"},
  {"path":["timeoutMs"],"names":["AIOS_TIMEOUT_MS"],"type":"number"},
  {"path":["adaptive"],"names":["AIOS_ADAPTIVE_ENABLED"],"type":"boolean","expected":"1 or 0"},
  {"path":["record"],"names":["AIOS_RECORD"],"type":"number"},
  {"path":["conversationKey"],"names":["AIOS_CONVERSATION_KEY"],"type":"string"},
]
