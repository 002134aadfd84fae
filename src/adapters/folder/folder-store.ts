/**
 * A folder of this machine as a store of objects, for backups on a disk that is mounted here. Promises lists that are whole or an error, files that are read
 * in bounded memory, errors that are one sentence; and never to leave the folder, nor to follow a link out of it.
 */
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readText } from '../read-text.ts'

interface StoredFile {
  /** Path below the folder, with slashes. */
  key: string
  size: number
  modifiedMs: number
}

/** A dump holds everything that the system knows. */
const OWNER_ONLY = 0o600

/** One sentence; the error that it was is its cause. */
export class FolderStoreError extends Error {}

export function createFolderStore(folder: string) {
  const plainly = <T>(work: Promise<T>, key?: string): Promise<T> =>
    work.catch((error) => {
      throw folderError(error, folder, key)
    })
  const find = async (key: string): Promise<StoredFile> => {
    const found = await stat(await inside(folder, key))
    if (!found.isFile()) throw Object.assign(new Error('no file'), { code: 'ENOENT' })
    return { key, size: found.size, modifiedMs: found.mtimeMs }
  }
  const get = async (key: string, signal?: AbortSignal) => {
    const { size } = await plainly(find(key), key)
    return { size, body: bytesOf(folder, key, signal) }
  }
  return {
    list: (prefix: string, { max, signal }: { max: number; signal?: AbortSignal }): Promise<StoredFile[]> =>
      plainly(listAll(folder, prefix, max, signal)),
    get,
    async getText(key: string, bytesMax: number, signal?: AbortSignal): Promise<string> {
      const { body } = await get(key, signal)
      return readText(body, bytesMax, () => new FolderStoreError(`The file ${key} has more than ${bytesMax} bytes.`))
    },
    put: (key: string, body: string | Uint8Array | { file: string; size: number }): Promise<void> =>
      plainly(write(placeOf(folder, key), body), key),
    head: (key: string): Promise<StoredFile | undefined> =>
      find(key).catch((error) => {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
        throw folderError(error, folder, key)
      }),
    remove: (key: string): Promise<void> => plainly(rm(placeOf(folder, key), { force: true }), key),
    close(): void {},
  }
}

function placeOf(folder: string, key: string): string {
  const place = path.resolve(folder, key)
  if (!place.startsWith(`${path.resolve(folder)}${path.sep}`))
    throw new FolderStoreError(`${key} leads out of the folder ${folder}.`)
  return place
}

async function inside(folder: string, key: string): Promise<string> {
  const place = await realpath(placeOf(folder, key))
  if (!place.startsWith(`${await realpath(folder)}${path.sep}`))
    throw new FolderStoreError(`${key} leads out of the folder ${folder}.`)
  return place
}

/** A folder that is missing is an error: the disk may not be mounted. Links are passed over. */
async function listAll(
  folder: string,
  prefix: string,
  max: number,
  signal: AbortSignal | undefined,
): Promise<StoredFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const keys = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((key) => key.startsWith(prefix))
    .sort()
  if (keys.length > max)
    throw new FolderStoreError(`There are more than ${max} files below "${prefix}" in the folder ${folder}.`)
  const found: StoredFile[] = []
  for (const key of keys) {
    signal?.throwIfAborted()
    // Whatever is cleared away meanwhile is not there.
    const about = await stat(path.join(folder, key)).catch(() => undefined)
    if (about) found.push({ key, size: about.size, modifiedMs: about.mtimeMs })
  }
  return found
}

async function* bytesOf(folder: string, key: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(await inside(folder, key), signal ? { signal } : {}) as AsyncIterable<Uint8Array>
  } catch (error) {
    throw folderError(error, folder, key)
  }
}

async function write(place: string, body: string | Uint8Array | { file: string; size: number }): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true })
  if (typeof body === 'string' || body instanceof Uint8Array) await writeFile(place, body, { mode: OWNER_ONLY })
  else await copyFile(body.file, place)
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

function folderError(error: unknown, folder: string, key: string | undefined): FolderStoreError {
  if (error instanceof FolderStoreError) return error
  return new FolderStoreError(sentence(codeOf(error), folder, key), { cause: error })
}

function sentence(code: string | undefined, folder: string, key: string | undefined): string {
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return key === undefined ? `There is no folder ${folder}.` : `There is no file ${key} in the folder ${folder}.`
  if (code === 'EACCES' || code === 'EPERM') return `Muster may not read the folder ${folder}.`
  if (code === 'ABORT_ERR') return `Reading the folder ${folder} was ended.`
  return `The folder ${folder} cannot be used (${code ?? 'unknown error'}).`
}
