/** Help text of `--log`. */
export const LOG_HELP = 'read these logs instead of the log in AIOS_DIR: files, globs, or folders with *.ndjson'
