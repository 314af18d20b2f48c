// Generated from schemas/router-weights.schema.json by `npm run generate`. Do not edit.

/**
 * Learnt coefficients of the router's weight (router-weights.json), written by `aios router learn`, reviewed and committed. Deleting the file goes back to those of the package.
 */
export interface RouterWeights {
  $schema?: string
  schema_version: '2.0'
  /**
   * The weight of a message that has no feature at all.
   */
  base: number
  /**
   * What each feature adds to the weight where it is 1.
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
   * The data, and how the weights do on those of them that they were not fitted to.
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
     * Messages of which both replies are known.
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
     * How much corrections were held back.
     */
    penalty: number
    /**
     * apgr: mean share of the gap that is recovered; ranking: chance that a message which main_model answers better weighs more than one that the embedder does.
     */
    measure: 'apgr' | 'ranking'
    /**
     * The measure of the weights before.
     */
    current: number
    /**
     * The measure of these, cross-validated by conversation.
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
