/** What `vitest -u` and its absence mean for the baseline: compare only, also write what is missing, or write all. */
export type BaselineMode = 'compare' | 'add' | 'record'
