// Generated from schemas/router-weights.schema.json by `npm run generate`. Do not edit.

/**
 * Learnt coefficients of the router's weight (router-weights.json), written by `aios router learn`, reviewed and committed. Without the file, the coefficients of the package are used.
 */
export interface RouterWeights {
  $schema?: string
  schema_version: '2.0'
  /**
   * The weight of a message without any feature.
   */
  base: number
  /**
   * The addition to the weight for a feature value of 1.
   */
  features: {
    length: number
    numbers: number
    digits: number
    operators: number
    quantities: number
    relations: number
    formulas: number
    code: number
    work: number
    reasoning: number
    constraints: number
    steps: number
    questions: number
    lines: number
    items: number
    quotes: number
    negation: number
    word_length: number
    script: number
    options: number
    closed: number
    given: number
    turns: number
    context: number
    greeting: number
  }
  /**
   * The training data, and the cross-validated measure of the coefficients.
   */
  trained_on: {
    /**
     * ISO 8601, UTC.
     */
    learnt_at: string
    messages: number
    conversations: number
    /**
     * Messages on which the models differ.
     */
    discordant: number
    /**
     * Messages whose replies by both models are known.
     */
    both: number
    /**
     * The oldest reply.
     */
    since: string
    /**
     * The newest reply.
     */
    until: string
    models: {
      main_model: string[]
      embedder: string[]
    }
    /**
     * The ridge penalty on the corrections.
     */
    penalty: number
    /**
     * apgr: mean share of the gap that is recovered; ranking: probability that a message that main_model answers better has a larger weight than one that the embedder answers better.
     */
    measure: 'apgr' | 'ranking'
    /**
     * The measure of the current coefficients.
     */
    current: number
    /**
     * The measure of the learnt coefficients, cross-validated by conversation.
     */
    learned: number
    /**
     * Learned minus current, with its 95 % interval.
     */
    difference: {
      value: number
      lower: number
      upper: number
    }
  }
}
