/**
 * A file of JSON lines that only grows: what was appended is on the disk when `append` answers, and a line that a crash tore in half is dropped when the file is
 * opened again. Several appends that wait at the same time share one write. Only its owner can read it: it holds names and texts.
 */
import { constants, type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'

const { O_APPEND, O_CREAT, O_RDWR, O_TRUNC } = constants

export interface LineFile<Line extends object> {
  /** What stood in it when it was opened. */
  readonly found: Line[]
  append(lines: readonly Line[]): Promise<void>
  /** Puts these lines in place of all; a crash leaves the old ones or the new ones. */
  replace(lines: readonly Line[]): Promise<void>
  close(): Promise<void>
}

const OWNER_ONLY = 0o600

const asText = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** Makes the folder and the file when they are missing. */
export async function openLineFile<Line extends object>(file: string): Promise<LineFile<Line>> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  let handle = await open(file, 'a+', OWNER_ONLY)
  const text = await readFile(file, 'utf8')
  const { lines, sound } = readLines<Line>(text)
  let size = Buffer.byteLength(sound)
  await handle.truncate(size)

  let waiting: string[] = []
  let next: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
  const write = async () => {
    const bytes = Buffer.from(waiting.join(''))
    waiting = []
    next = undefined
    try {
      await handle.appendFile(bytes)
      await handle.datasync()
      size += bytes.length
    } catch (error) {
      // Half a line in the middle would hide all that comes after it.
      await handle.truncate(size).catch(() => {})
      throw error
    }
  }
  return {
    found: lines,
    append(added) {
      if (added.length === 0) return Promise.resolve()
      waiting.push(asText(added))
      next ??= inTurn(write)
      return next
    },
    replace: (all) =>
      inTurn(async () => {
        const text = asText(all)
        const fresh = await writeBeside(file, text)
        await handle.close()
        handle = fresh
        size = Buffer.byteLength(text)
        await syncFolderOf(file)
      }),
    close: () => inTurn(() => handle.close()),
  }
}

/** Writes a new file and puts it in place of the old one. What is opened is what will be appended to: nothing can fail between. */
async function writeBeside(file: string, text: string): Promise<FileHandle> {
  const beside = await open(`${file}.new`, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, OWNER_ONLY)
  try {
    await beside.writeFile(text)
    await beside.datasync()
    await rename(`${file}.new`, file)
  } catch (error) {
    await beside.close()
    throw error
  }
  return beside
}

async function syncFolderOf(file: string): Promise<void> {
  const folder = await open(path.dirname(file), 'r')
  await folder.sync().finally(() => folder.close())
}

/** The whole lines up to the first that is none. */
function readLines<Line>(text: string): { lines: Line[]; sound: string } {
  const lines: Line[] = []
  let end = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', end)) {
    try {
      lines.push(JSON.parse(text.slice(end, at)))
    } catch {
      break
    }
    end = at + 1
  }
  return { lines, sound: text.slice(0, end) }
}
