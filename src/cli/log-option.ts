/** What `--log` of the readers of logs takes. */
export const LOG_HELP = 'read these logs instead of the own one: files, globs, or folders with *.ndjson'
