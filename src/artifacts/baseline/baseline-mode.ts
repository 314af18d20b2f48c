/** How a run treats the baseline: compare only, add missing goldens, or record all (`vitest -u`). */
export type BaselineMode = 'compare' | 'add' | 'record'
