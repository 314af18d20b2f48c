import OpenAI from 'openai'
import { createRouter, type Decision, type Message } from 'vitest-aios/router'

const { BASE_URL = 'http://127.0.0.1:1234/v1', API_KEY = 'none', MAIN_MODEL, EMBEDDER } = process.env

const models = {
  main_model: MAIN_MODEL ?? 'openhermes-2.5-mistral-7b',
  embedder: EMBEDDER ?? 'llama-3.2-1b-instruct-abliterated',
}
const server = new OpenAI({ baseURL: BASE_URL, apiKey: API_KEY, maxRetries: 0 })

/** Keeps its state in `.aios/adaptive_routing_state.json`, which all processes of the application may share. */
export const router = await createRouter()

/** An answer with its routing decision, for a later rating. */
export interface Answer {
  text: string
  decision: Decision
  latencyMs: number
}

/** Asks the model that the router chooses, and the other one if that fails. */
export async function answer(conversation: string, messages: readonly Message[]): Promise<Answer> {
  let decision = router.route({ conversation, messages })
  for (;;) {
    const startedAt = performance.now()
    try {
      const reply = await server.chat.completions.create({ model: models[decision.source], messages: [...messages] })
      const text = reply.choices[0]?.message.content ?? ''
      // The model works, even if the answer is never rated.
      void router.observe(decision, { kind: 'arrived' })
      return { text, decision, latencyMs: performance.now() - startedAt }
    } catch (error) {
      await router.observe(decision, { kind: 'failed' })
      const fallback = router.fallbackFor(decision)
      if (fallback === null) throw error
      decision = fallback
    }
  }
}

/** Rates an answer: 0 (useless) to 1 (right). Returns without waiting until the outcome is saved. */
export function rate({ decision, latencyMs }: Answer, quality: number): void {
  void router.observe(decision, { kind: 'answered', quality, latencyMs })
}
