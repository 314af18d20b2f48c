import { errorMessage, isError } from '../../text/error-message.ts'
import { isReply } from './redis-link.ts'
import { NotAState } from './redis-state.ts'
import { StoreError } from './store-error.ts'

/** An address without user, password and parameters. Throws a RangeError if it is not a Redis URL. */
export function shownAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol) || parsed.host === '')
    throw new RangeError(
      'router: the address of a Redis server must be a URL such as redis://host:6379 or rediss://host:6380',
    )
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`
}

/** Converts the failure of a call to a StoreError with a remedy, or a RangeError. */
export function redisError(place: string, name: string, doing: 'read' | 'written', cause: unknown): Error {
  if (cause instanceof StoreError || cause instanceof RangeError) return cause
  const message = messageOf(cause)
  const [word = '', ...rest] = message.split(' ')
  if (cause instanceof NotAState || word === 'NOTASTATE') {
    const detail = cause instanceof NotAState ? message : rest.join(' ')
    const remedy = `give the state another name, or delete the key: redis-cli DEL '${name}'`
    return new StoreError(place, doing, `the key does not contain a router state (${detail})`, remedy, cause)
  }
  if (word === 'TOOLARGE') return new RangeError(`router: an increment cannot be added: ${rest.join(' ')}`)
  return new StoreError(place, doing, message, isReply(cause) ? (REMEDIES[word] ?? SEE_SERVER) : SEE_ADDRESS, cause)
}

const SEE_SERVER = "see the server's log and settings"
const SEE_ADDRESS = 'start Redis there, or give another address'
const LOG_IN = 'give user and password in the address: redis://user:password@host:6379'

const REMEDIES: Readonly<Record<string, string>> = {
  NOAUTH: LOG_IN,
  WRONGPASS: LOG_IN,
  NOPERM: 'let this user run scripts and write this key',
  OOM: 'give Redis more memory',
  READONLY: 'give the address of the primary, not of a replica',
  LOADING: 'wait until Redis has read its data',
  MISCONF: 'free some space on the disk of Redis',
}

/** Some system errors have several causes and an empty message. */
function messageOf(cause: unknown): string {
  if (isError(cause) && 'errors' in cause && Array.isArray(cause.errors) && cause.message === '')
    return cause.errors.map(messageOf).join(', ')
  return errorMessage(cause)
}
