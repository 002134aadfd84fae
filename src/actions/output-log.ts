/**
 * Keeps a run's output in a file up to a number of bytes, and the end of it at hand. Promises bounded memory, whole characters in the file, and that a disk
 * which takes nothing more costs the rest of the log and never the run: what it does not take is counted as dropped, and the log's last line says so.
 */
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs'
import { sizeText } from './output.ts'

export interface OutputLogOptions {
  file: string
  bytesMax: number
}

export interface OutputLog {
  append(text: string): void
  /** The last of everything that was appended, also of what the file did not take. */
  tail(chars?: number): string
  /** Closes the file. `bytes`: of the output, in the file; the line that says what was dropped comes on top. */
  end(): { bytes: number; dropped: number }
}

/** Characters. */
const TAIL_DEFAULT = 3_000
const TAIL_MAX = 64 * 1024
/** An output may name whom it serves. */
const OWNER_ONLY = 0o600
const LINE_END = 0x0a

export function createOutputLog({ file, bytesMax }: OutputLogOptions): OutputLog {
  let descriptor = opened(file)
  const isThere = descriptor !== undefined
  let bytes = 0
  let isLineOpen = false
  let dropped = 0
  let end = ''
  let isTold = false

  const write = (chunk: Buffer) => {
    const fitting = descriptor === undefined ? chunk.subarray(0, 0) : wholeCharacters(chunk, bytesMax - bytes)
    let written = 0
    try {
      while (descriptor !== undefined && written < fitting.length) {
        written += writeSync(descriptor, fitting, written)
      }
    } catch {
      close()
    }
    if (written > 0) isLineOpen = fitting[written - 1] !== LINE_END
    bytes += written
    dropped += chunk.length - written
    // Nothing after a gap: a log with a hole in it would be read as if it had none.
    if (written < chunk.length) close()
  }

  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor)
    descriptor = undefined
  }

  return {
    append(text) {
      end += text.slice(-TAIL_MAX)
      // Not each time: a cut copies all that is left.
      if (end.length > 2 * TAIL_MAX) end = end.slice(-TAIL_MAX)
      write(Buffer.from(text))
    },
    tail: (chars = TAIL_DEFAULT) => withoutHalves(end.slice(-Math.min(chars, TAIL_MAX))),
    end() {
      close()
      if (dropped > 0 && isThere && !isTold) {
        isTold = true
        sayDropped(file, `${isLineOpen ? '\n' : ''}… ${sizeText(dropped)} more of output came and were not kept\n`)
      }
      return { bytes, dropped }
    },
  }
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'w', OWNER_ONLY)
  } catch {
    return undefined
  }
}

function sayDropped(file: string, line: string): void {
  try {
    appendFileSync(file, line)
  } catch {
    // A disk that takes nothing more does not take this either.
  }
}

/** As much of UTF-8 as fits, not ending within a character. */
function wholeCharacters(chunk: Buffer, bytesMax: number): Buffer {
  if (chunk.length <= bytesMax) return chunk
  let end = bytesMax
  while (end > 0 && ((chunk[end] ?? 0) & 0xc0) === 0x80) end--
  return chunk.subarray(0, end)
}

/** A cut may have left the second half of a character. */
const withoutHalves = (text: string): string => text.replace(/^[\udc00-\udfff]/, '')
