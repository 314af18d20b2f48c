import { isoTime } from '../../clock.ts'
import { type Learnt, learnCoefficients, type Refused } from '../../router/learning/learn.ts'
import { readCoefficients, type RouterWeights, writeCoefficients } from '../../router/weight/coefficients-file.ts'
import { type LabelledLog, labelledLog } from './labelled-log.ts'

/** What came of learning from a log. */
export interface Learning {
  result: Learnt | Refused
  log: LabelledLog
  /** The file that was written; null: none was. */
  written: string | null
}

/** Where to learn from, and where to write to. */
export interface LearnFrom {
  /** The folder that holds the log, or files, globs and folders to read. */
  log: string | readonly string[]
  /** The file of weights. What it holds is what has to be beaten. */
  path: string
  since?: Date
  dryRun: boolean
}

/** Learns weights from the log, and writes them if they are better. Throws a `CoefficientsError` where the file is damaged. */
export async function learnFromLog({ log: from, path, since, dryRun }: LearnFrom): Promise<Learning> {
  const current = readCoefficients(path)
  const log = await labelledLog(from, since === undefined ? {} : { since })
  const result = learnCoefficients(log.labelled, current === null ? {} : { current })
  if (result.kind === 'refused' || !result.better || dryRun) return { result, log, written: null }
  await writeCoefficients(path, weightsFile(result, log))
  return { result, log, written: path }
}

function weightsFile(result: Learnt, { since, until, models }: LabelledLog): RouterWeights {
  const { weights, messages, conversations, discordant, both, penalty, measure, current, learned, difference } = result
  return {
    schema_version: '2.0',
    base: weights.base,
    features: weights.features,
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
