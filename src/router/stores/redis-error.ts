import { errorMessage, isError } from '../../text/error-message.ts'
import { isReply } from './redis-link.ts'
import { NotAState } from './redis-state.ts'
import { StoreError } from './store-error.ts'

/** An address as it may be shown: without user, password and parameters. A RangeError for one that is none of Redis. */
export function shownAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol) || parsed.host === '')
    throw new RangeError(
      'router: the address of a Redis server is a URL such as redis://host:6379 or rediss://host:6380',
    )
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`
}

/** Why a call failed, in words, and what mends it. Errors of other kinds than the store's own are never left out. */
export function redisError(place: string, name: string, doing: 'read' | 'written', cause: unknown): Error {
  if (cause instanceof StoreError || cause instanceof RangeError) return cause
  const message = messageOf(cause)
  const [word = '', ...rest] = message.split(' ')
  if (cause instanceof NotAState || word === 'NOTASTATE') {
    const what = cause instanceof NotAState ? message : rest.join(' ')
    const remedy = `give the state another name, or delete what is there: redis-cli DEL '${name}'`
    return new StoreError(place, doing, `what is there is no router state (${what})`, remedy, cause)
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

/** Some errors of the system have several causes, and no words of their own. */
function messageOf(cause: unknown): string {
  if (isError(cause) && 'errors' in cause && Array.isArray(cause.errors) && cause.message === '')
    return cause.errors.map(messageOf).join(', ')
  return errorMessage(cause)
}
