import { isoTime } from '../../clock.ts'
import { type Learnt, learnCoefficients, type Refused } from '../../router/learning/learn.ts'
import { readCoefficients, type CoefficientsFile, writeCoefficients } from '../../router/weight/coefficients-file.ts'
import { type LabelledLog, labelledLog } from './labelled-log.ts'
import { progress } from '../progress.ts'
import { counted } from '../../text/counted.ts'

/** The result of learning from a log. */
export interface Learning {
  result: Learnt | Refused
  log: LabelledLog
  /** The written file; null: no file was written. */
  written: string | null
}

/** Input and output of learning. */
export interface LearnFrom {
  /** The folder of the log, or files, globs and folders to read. */
  log: string | readonly string[]
  /** The file of coefficients. Its current coefficients are the ones to improve on. */
  path: string
  since?: Date
  dryRun: boolean
}

/** Learns coefficients from the log and writes them if they are better. Throws a `CoefficientsError` if the file is damaged. */
export async function learnFromLog({ log: from, path, since, dryRun }: LearnFrom): Promise<Learning> {
  const current = readCoefficients(path)
  const log = await labelledLog(from, since === undefined ? {} : { since })
  progress.block(`fitting coefficients to ${counted(log.labelled.length, 'message')}`)
  const result = learnCoefficients(log.labelled, current === null ? {} : { current })
  if (result.kind === 'refused' || !result.better || dryRun) return { result, log, written: null }
  await writeCoefficients(path, coefficientsFile(result, log))
  return { result, log, written: path }
}

function coefficientsFile(result: Learnt, { since, until, models }: LabelledLog): CoefficientsFile {
  const { coefficients, messages, conversations, discordant, both, penalty, measure, current, learned, difference } =
    result
  return {
    schema_version: '2.0',
    base: coefficients.base,
    features: coefficients.features,
    trained_on: {
      learnt_at: isoTime(),
      messages,
      conversations,
      discordant,
      both,
      since,
      until,
      models,
      penalty,
      measure,
      current: decimals(current[measure]?.value),
      learned: decimals(learned[measure]?.value),
      difference: {
        value: decimals(difference.value),
        lower: decimals(difference.lower),
        upper: decimals(difference.upper),
      },
    },
  }
}

function decimals(value = 0.5): number {
  return Math.round(value * 10_000) / 10_000
}
