import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { LogSegment } from '../../../../schemas/generated/log-cache.ts'
import { type CacheFolder, checksumOf, tailOf } from './cache-folder.ts'
import type { CheckedParts } from './checked-parts.ts'
import type { Connection } from './engine.ts'
import type { LoadedFile } from './loaded-file.ts'
import { type LogPart, type ParquetFile, patternOf } from './log-part.ts'
import { JUDGEMENTS_SUFFIX, PART_FACTS, saveJudgements, saveUnsaved } from './relation.ts'

/** The segments of a file as parts of the log. Pure. */
export function partsOf({ state, segments }: LoadedFile, cache: CacheFolder): Omit<LogPart, 'isRecent'>[] {
  const parquet = ({ file, checksum }: Pick<LogSegment, 'file' | 'checksum'>): ParquetFile => {
    const path = cache.pathOf(state.identity, file)
    return { path, pattern: patternOf(path), checksum }
  }
  return segments.map(({ times, aside, lines, judgements, ...file }) => ({
    ...parquet(file),
    judgements: judgements && parquet(judgements),
    times,
    aside,
    lines,
  }))
}

/** Where segments are written. */
interface SegmentTarget {
  connection: Connection
  cache: CacheFolder
  checked: CheckedParts
}

/** Makes a segment of the rows of a file that are not in one yet. Rejects where the folder is read-only or full. */
export async function writeSegment(
  file: LoadedFile,
  handle: FileHandle,
  { connection, cache, checked }: SegmentTarget,
): Promise<LogSegment> {
  const { state, saved: start, offset: end, isArchive, rest } = file
  const path = cache.newPath(state, start)
  await connection.run(saveUnsaved(state.identity, path))
  const tail = isArchive ? 0 : await tailOf(handle, end)
  const [facts] = (await connection.runAndReadAll(PART_FACTS, { path: patternOf(path) })).getRowObjectsJS()
  const { first, last, aside, judgements } = facts as Record<'first' | 'last', number | null> &
    Record<'aside' | 'judgements', number>
  const judgementPath = join(dirname(path), `${basename(path, '.parquet')}${JUDGEMENTS_SUFFIX}`)
  if (judgements > 0) await connection.run(saveJudgements(state.identity, judgementPath))
  const written = async (name: string) => {
    checked.add(name)
    return { file: basename(name), checksum: await checksumOf(name) }
  }
  return {
    ...(await written(path)),
    judgements: judgements > 0 ? await written(judgementPath) : null,
    start,
    end,
    tail,
    times: first === null || last === null ? null : [first, last],
    aside,
    ...rest,
  }
}
