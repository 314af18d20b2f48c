// Generated from schemas/slo-notifications.schema.json by `npm run generate`. Do not edit.

/**
 * What `aios slo --notify` delivered last, by target. A target is the SHA-256 of its address, because the address is a secret.
 */
export interface SloNotifications {
  schema_version: '1.0'
  targets: {
    [k: string]: Target
  }
}
/**
 * This interface was referenced by `SloNotifications`'s JSON-Schema
 * via the `definition` "Target".
 */
export interface Target {
  /**
   * The state that was delivered.
   */
  state: 'met' | 'violated' | 'cannot_tell'
  /**
   * Time of the delivery.
   */
  ts: string
}
