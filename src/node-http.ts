// To import `node:http` reads all its exports, which loads Node's `fetch`: a twentieth of a second of processor time.
export const { request, STATUS_CODES, validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http')
