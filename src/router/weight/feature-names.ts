/**
 * The features of the weight, in the order of `parts`. Each is from 0 to 1. Logs contain the parts without their names, so
 * the order stays as it is: add new features at the end, here, in `weightOf` in `weigh.ts`, and in
 * `schemas/compact-event.schema.json`.
 */
export const FEATURES = [
  'length',
  'numbers',
  'digits',
  'operators',
  'quantities',
  'relations',
  'formulas',
  'code',
  'work',
  'reasoning',
  'constraints',
  'steps',
  'questions',
  'lines',
  'items',
  'quotes',
  'negation',
  'word_length',
  'script',
  'options',
  'closed',
  'given',
  'turns',
  'context',
  'greeting',
] as const

/** Name of a feature. */
export type Feature = (typeof FEATURES)[number]
