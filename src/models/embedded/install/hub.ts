import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { KnownModel } from './catalogue.ts'
import type { NodeLlamaCpp } from '../engine/llama.ts'

const REACH_LIMIT = 4_000
const STOP_LIMIT = 1_000

/** The model hub that is asked: `HF_ENDPOINT`, as for the hub's own tools, else its public address. */
export function hubAddress(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return (env['HF_ENDPOINT'] ?? 'https://huggingface.co').replace(/\/*$/, '/')
}

/**
 * Fetches weights from the model hub with the engine's own downloader; returns the file. One that was interrupted goes
 * on where it was. Rejects within seconds when the hub cannot be reached or does not have the file.
 */
export async function fetchFromHub(
  model: KnownModel,
  work: string,
  options: { engine: NodeLlamaCpp; hub: string; signal: AbortSignal; onProgress: (bytes: number) => void },
): Promise<string> {
  const { engine, hub, signal, onProgress } = options
  await assertOnHub(model, hub, signal)
  const downloader = await engine.createModelDownloader({
    modelUri: model.hub,
    dirPath: work,
    fileName: model.file,
    deleteTempFileOnCancel: false,
    endpoints: { huggingFace: hub },
    onProgress: ({ downloadedSize }) => onProgress(downloadedSize),
  })
  const done = new AbortController()
  try {
    const file = await Promise.race([downloader.download({ signal }), lateStop(signal, done.signal)])
    // The downloader resolves when it is stopped, too.
    signal.throwIfAborted()
    return file
  } finally {
    done.abort()
  }
}

/** Rejects a while after the download was stopped: stopped between two pieces, the downloader may never settle. */
async function lateStop(signal: AbortSignal, done: AbortSignal): Promise<never> {
  await once(signal, 'abort', { signal: done })
  await wait(STOP_LIMIT, undefined, { signal: done })
  throw signal.reason
}

/** The downloader itself tries for minutes. */
async function assertOnHub(model: KnownModel, hub: string, signal: AbortSignal): Promise<void> {
  const [, owner, repository, file] = /^hf:([^/]+)\/([^/]+)\/(.+)$/.exec(model.hub) ?? []
  const url = new URL(`${owner}/${repository}/resolve/main/${file}`, hub)
  const limit = AbortSignal.any([signal, AbortSignal.timeout(REACH_LIMIT)])
  const response = await fetch(url, { method: 'HEAD', signal: limit }).catch((error: unknown) => {
    signal.throwIfAborted()
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new Error(`${url.host} cannot be reached (${cause})`)
  })
  if (!response.ok) throw new Error(`${url.host} answered ${response.status} for ${model.file}`)
}
