// Generated from schemas/router-state.schema.json by `npm run generate`. Do not edit.

/**
 * What the adaptive router has learnt (.aios/adaptive_routing_state.json): the committed boundary, and sums that do not depend on the order of the outcomes. Deleting the file starts a fresh experiment.
 */
export interface RouterState {
  schema_version: '2.0'
  /**
   * The boundary of the treatment bucket; control stays at 0.5.
   */
  boundary: number
  /**
   * Moves so far. Evidence of an earlier generation does not count for the boundary of this one.
   */
  generation: number
  buckets: Buckets
  /**
   * The sums since the boundary last moved; a move resets them.
   */
  since_move: {
    buckets: Buckets
    /**
     * By index of the epoch, from 0. An outcome belongs to the epoch in which its message was routed.
     */
    epochs: {
      /**
       * By index of the cell: 0 at or below all candidate boundaries, 1 to 4 between them, 5 above.
       */
      [k: string]: {
        [k: string]: Cell
      }
    }
  }
  /**
   * Conversations that an older router put into a bucket: their later messages stay in it. All others are assigned by the hash of their id.
   */
  conversation_buckets?: {
    [k: string]: 'control' | 'treatment'
  }
  /**
   * The rest of the state that an older router wrote, unchanged. Written by `aios router migrate`; the router does not use it.
   */
  original?: {}
  /**
   * The last 100, oldest first.
   *
   * @maxItems 100
   */
  moves: Move[]
  started_at: string
  updated_at: string
}
/**
 * Sums of each bucket: at the top level of the whole experiment, in `since_move` of the time since the last move.
 *
 * This interface was referenced by `RouterState`'s JSON-Schema
 * via the `definition` "Buckets".
 */
export interface Buckets {
  control: Arm
  treatment: Arm
}
/**
 * Sums over the outcomes of one bucket.
 *
 * This interface was referenced by `RouterState`'s JSON-Schema
 * via the `definition` "Arm".
 */
export interface Arm {
  /**
   * Messages that got a reply.
   */
  sample_count: number
  /**
   * Conversations that began.
   */
  conversations: number
  /**
   * Messages that got no reply; no other sum includes them.
   */
  failures: number
  /**
   * Replies of main_model.
   */
  main_count: number
  quality_sum: number
  quality_squares: number
  latency_sum_s: number
  /**
   * Seconds squared.
   */
  latency_squares: number
  /**
   * Replies slower than the latency limit.
   */
  slow_count: number
}
/**
 * This interface was referenced by `RouterState`'s JSON-Schema
 * via the `definition` "Cell".
 */
export interface Cell {
  /**
   * Messages that either model could have got.
   */
  n: number
  /**
   * Conversations whose first such message on this side of the boundary was in this cell.
   */
  conversations: number
  /**
   * Doubly robust estimates of how much more useful main_model's reply is than the embedder's.
   */
  effect_sum: number
  effect_squares: number
  /**
   * Twice the product of each two effects of a conversation on the same side of the boundary, this cell being the farther of theirs from it. With the squares: the squares of what whole conversations sum to.
   */
  effect_products: number
  main_model: Side
  embedder: Side
}
/**
 * The sums of one of the two models in a cell.
 *
 * This interface was referenced by `RouterState`'s JSON-Schema
 * via the `definition` "Side".
 */
export interface Side {
  n: number
  utility_sum: number
  slow: number
}
/**
 * This interface was referenced by `RouterState`'s JSON-Schema
 * via the `definition` "Move".
 */
export interface Move {
  ts: string
  policy: string
  from: number
  to: number
  /**
   * The e-value of the move; null: the policy does not compute one.
   */
  evidence: number | null
  /**
   * Estimated gain of utility per message.
   */
  gain: number
  reason: string
}
