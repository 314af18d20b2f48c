import manifest from '../package.json' with { type: 'json' }

/** Version of vitest-aios, as in its package.json. */
export const VERSION: string = manifest.version
