import { statSync } from 'node:fs'
import type { Judgement, LabelRequest } from '../../../schemas/generated/dashboard.ts'
import type { JudgementEvent } from '../../../schemas/generated/provenance.ts'
import { isoTime } from '../../clock.ts'
import { openProvenanceLog } from '../../provenance/log.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { privacyOf } from '../../settings/privacy.ts'
import { errorMessage } from '../../text/error-message.ts'
import { VERSION } from '../../version.ts'
import { RequestError } from '../request-error.ts'
import type { Sources } from '../sources.ts'

/** The reason of an unsure label where the person gives none. */
const UNSURE = 'a person is unsure'

/** Names that this package's own judges have. */
const JUDGES: readonly string[] = ['ask', 'toAnswer', 'test', 'hypothesis']

const LONGEST_NAME = 100

/** Control, blank and bidirectional characters, and line ends: a name with them can look like that of another judge. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff]/u

/** Characters that are not shown. Some scripts need them within a name. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu
const LONGEST_REASON = 2_000

/**
 * Writes a person's verdict on a reply to the log, as a judgement. Of several judgements of a reply the last one counts, so
 * a label replaces the verdict of a matcher; an unsure one is `unjudged`, which no summary counts as a pass. Throws a
 * RequestError where the server only reads, or the reply cannot be judged.
 */
export async function labelReply(sources: Sources, body: Readonly<Record<string, unknown>>): Promise<Judgement> {
  if (!sources.label)
    throw new RequestError(403, 'this server does not write labels', 'start it with labels: npx aios dashboard --label')
  const { message, verdict, by, why } = labelIn(body)
  const folder = logFolder(sources.log)
  const found = await sources.query.event(message)
  if (found === null) throw new RequestError(404, `there is no event with the message id "${message}"`)
  const { redact } = privacyOf(sources.settings)
  const reason = why ?? (verdict === 'unjudged' ? UNSURE : null)
  const judgement: JudgementEvent = {
    schema_version: '2.0',
    event_type: 'judgement',
    ts: isoTime(),
    run_id: runOfReply(found.event),
    msg_id: message,
    verdict,
    judged_by: redact(by),
    ...(reason !== null && { why: redact(reason) }),
    version: VERSION,
  }
  const log = openProvenanceLog(folder)
  log.append(judgement)
  log.close()
  if (log.error !== null) throw new RequestError(409, `the label was not written: ${errorMessage(log.error)}`)
  return { time: Date.parse(judgement.ts), verdict, judge: judgement.judged_by, why: judgement.why ?? null }
}

/** A label of a request. Throws a RequestError that names the first problem. Pure. */
export function labelIn(body: Readonly<Record<string, unknown>>): LabelRequest {
  const unknown = Object.keys(body).find((name) => !['message', 'verdict', 'by', 'why'].includes(name))
  if (unknown !== undefined)
    throw new RequestError(400, `unknown property "${unknown}"; properties: message, verdict, by, why`)
  const { message, verdict, by, why } = body
  if (typeof message !== 'string' || message === '') throw new RequestError(400, '"message" must be a message id')
  if (verdict !== 'pass' && verdict !== 'fail' && verdict !== 'unjudged')
    throw new RequestError(400, '"verdict" must be one of pass, fail, unjudged')
  if (typeof by !== 'string' || by.trim() === '' || by.length > LONGEST_NAME)
    throw new RequestError(400, `"by" must be the name of a person, of at most ${LONGEST_NAME} characters`)
  if (CONTROLS.test(by.trim())) throw new RequestError(400, '"by" must not contain control characters')
  if (JUDGES.some((judge) => visible(judge) === visible(by)))
    throw new RequestError(400, `"by" must not be the name of a judge of this package: ${JUDGES.join(', ')}`)
  if (why !== undefined && (typeof why !== 'string' || why.length > LONGEST_REASON))
    throw new RequestError(400, `"why" must be a string of at most ${LONGEST_REASON} characters`)
  return { message, verdict, by: by.trim(), ...(why !== undefined && why.trim() !== '' && { why: why.trim() }) }
}

/** A name as a reader tells it from others. */
function visible(name: string): string {
  return name.replaceAll(INVISIBLE, '').trim().toLowerCase()
}

/** The run of a reply. Throws a RequestError for an event that readers apply no judgement to. */
function runOfReply(event: LoggedEvent): string {
  if (event.event_type === 'response' && event.verdict !== 'unmeasured') return event.run_id
  throw new RequestError(
    409,
    event.event_type === 'response'
      ? 'this question got no reply, so there is nothing to judge'
      : 'only replies of the current format can be judged',
  )
}

/** The folder to write to: that of the log that is read, so that the label is seen. */
function logFolder(log: Sources['log']): string {
  const [only, ...others] = [log].flat()
  if (only !== undefined && others.length === 0 && statSync(only, { throwIfNoEntry: false })?.isDirectory() === true)
    return only
  throw new RequestError(
    409,
    'labels are written to one log, and this server reads several files',
    'start it on one folder: npx aios dashboard --label --log FOLDER',
  )
}
