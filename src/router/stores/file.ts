import { existsSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { FileStoreOptions } from '../../../schemas/generated/options.ts'
import { validateFileStoreOptions } from '../../../schemas/generated/options.validate.js'
import { isoTime } from '../../clock.ts'
import { addIncrement, afterMove, freshState, type RouterState } from '../state.ts'
import type { StateStore, Warn } from '../store.ts'
import { type Held, LostLock, whileLocked } from '../../file-lock.ts'
import { checkIncrement, checkMove, checkSums } from './increment-check.ts'
import { type Content, readContent, realPathOf, renameState, writeState } from './state-file.ts'
import { fileError } from './store-error.ts'
import { assertStoreOptions } from './store-options.ts'
import { warner } from './warning.ts'

/** Changes a state; null: deletes it. Returning the same state skips the write. */
type Change = (state: RouterState, now: string) => RouterState | null

interface Job {
  change: Change
  resolve: (state: RouterState) => void
  reject: (error: unknown) => void
}

/**
 * A state in one JSON file, for any number of processes that share a disk. The first outcome creates
 * folder and file, and each change is on disk when its promise resolves. Changes that arrive during a write are written
 * together. Deleting the file starts a new experiment.
 *
 * A damaged file and a file of a newer version are renamed with a warning, and the boundary starts at 0.5. Default of
 * `warn`: `process.emitWarning`. Errors: a StoreError if the file cannot be read or written, a RangeError for invalid
 * options and for an invalid increment.
 */
export function fileStore(path: string, options: FileStoreOptions = {}): StateStore {
  assertStoreOptions(validateFileStoreOptions, options, 'fileStore')
  const warn = warner(options.warn)
  const place = resolve(path)
  const jobs: Job[] = []
  let writing: Promise<void> | null = null
  let lastWarning = ''

  function change(change: Change): Promise<RouterState> {
    return new Promise((resolve, reject) => {
      jobs.push({ change, resolve, reject })
      writing ??= writeAll()
    })
  }

  async function writeAll(): Promise<void> {
    // Changes of the same tick are written together.
    await Promise.resolve()
    while (jobs.length > 0) {
      let batch: Job[] = []
      try {
        const real = realPathOf(place)
        await whileLocked(real, (held) => {
          batch = jobs.splice(0)
          apply(batch, real, held, warn)
        })
      } catch (error) {
        if (error instanceof LostLock) jobs.unshift(...batch)
        else for (const { reject } of [...batch, ...jobs.splice(0)]) reject(fileError(place, 'written', error))
      }
    }
    writing = null
  }

  return {
    place,
    async load() {
      const now = isoTime()
      try {
        const content = readContent(place, now)
        const warning = content.kind === 'corrupt' || content.kind === 'newer' ? content.reason : ''
        if (warning !== '' && warning !== lastWarning)
          warn(`${sentence(place, content)}: the boundary starts at 0.5, and the first outcome renames the file`)
        lastWarning = warning
        return 'state' in content ? content.state : freshState(now)
      } catch (error) {
        throw fileError(place, 'read', error)
      }
    },
    async add(increment) {
      checkIncrement(increment)
      return change((state, now) => {
        const after = addIncrement(state, increment, now)
        checkSums(after, increment)
        return after
      })
    },
    async commit(move, generation) {
      checkMove(move)
      return change((state) => (state.generation === generation ? afterMove(state, move) : state))
    },
    async reset() {
      if (existsSync(dirname(place))) await change(() => null)
    },
    async close() {
      await writing
    },
  }
}

/** Applies the changes in order, writes once, then resolves their promises; throws if the write fails. */
function apply(batch: readonly Job[], path: string, held: Held, warn: Warn): void {
  const now = isoTime()
  const content = readContent(path, now)
  const before = 'state' in content ? content.state : freshState(now)
  let state: RouterState | null = before
  const answers = batch.map(({ change, resolve, reject }) => {
    try {
      state = change(state ?? freshState(now), now)
      const answer = state ?? freshState(now)
      return () => resolve(answer)
    } catch (error) {
      return () => reject(error)
    }
  })
  // Before any rename or removal: without the lock the file may have changed.
  held.assertHeld()
  if (state === null) rmSync(path, { force: true })
  else if (state !== before) {
    if (content.kind !== 'none' && content.kind !== 'state') warn(renameUnusable(path, content, now))
    writeState(path, state, held)
  }
  for (const answer of answers) answer()
}

function renameUnusable(path: string, content: Content & { kind: 'corrupt' | 'newer' | 'older' }, now: string): string {
  const target = renameState(path, content.kind, now)
  const consequence =
    content.kind === 'older'
      ? `its counts and its boundary ${content.state.boundary} are used`
      : 'the boundary starts at 0.5'
  return `${sentence(path, content)}: it is kept as ${target}, and ${consequence}`
}

function sentence(path: string, content: Content): string {
  const problem = content.kind === 'corrupt' ? 'is damaged' : 'has another version'
  return `aios: the router's state ${path} ${problem} (${'reason' in content ? content.reason : ''})`
}
