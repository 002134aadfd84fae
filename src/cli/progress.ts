/**
 * What a command is at, said on stderr while it takes longer than two seconds: on a terminal in one line that is written over and gone in the end, elsewhere
 * in a line now and then. Promises silence for what is over sooner, and that stdout has the result alone.
 */

export interface Progress {
  /** What it is at from now on. */
  at(what: string): void
  /** Takes the line away, so that something else can be written; `at` goes on. */
  clear(): void
}

export interface ProgressParts {
  write(text: string): void
  isTerminal: boolean
  /** How many characters fit on a line. */
  columns(): number
  nowMs(): number
  /** Calls again and again until what it gives is called. */
  every(ms: number, call: () => void): () => void
}

const AFTER_MS = 2_000
const REDRAWN_EVERY_MS = 200
const LINE_EVERY_MS = 5_000
const ERASED = '\r\x1b[K'

export const SILENT: Progress = { at() {}, clear() {} }

export function createProgress({ write, isTerminal, columns, nowMs, every }: ProgressParts): Progress {
  const beganMs = nowMs()
  const betweenMs = isTerminal ? REDRAWN_EVERY_MS : LINE_EVERY_MS
  let what = ''
  let saidMs = Number.NEGATIVE_INFINITY
  let said = ''
  let stop: (() => void) | undefined

  const say = () => {
    const ms = nowMs()
    if (ms - beganMs < AFTER_MS || ms - saidMs < betweenMs) return
    const line = isTerminal ? shortened(what, `, ${Math.floor((ms - beganMs) / 1_000)} s`, columns()) : what
    if (line === said) return
    write(isTerminal ? `${ERASED}${line}` : `${line}\n`)
    saidMs = ms
    said = line
  }
  return {
    at(next) {
      what = next
      // What does not come back here for long is seen to go on all the same.
      stop ??= every(REDRAWN_EVERY_MS, say)
      say()
    },
    clear() {
      stop?.()
      stop = undefined
      if (!isTerminal || said === '') return
      write(ERASED)
      said = ''
    },
  }
}

/** On this process's stderr; none where a tool reads. */
export function progressOnStderr({ quiet = false }: { quiet?: boolean } = {}): Progress {
  if (quiet) return SILENT
  const { stderr } = process
  return createProgress({
    write: (text) => void stderr.write(text),
    isTerminal: stderr.isTTY === true && process.env.TERM !== 'dumb',
    columns: () => stderr.columns || 80,
    nowMs: () => performance.now(),
    every(ms, call) {
      const timer = setInterval(call, ms).unref()
      return () => clearInterval(timer)
    },
  })
}

/** Says what it is at for as long as `work` lasts, which may say more. */
export async function during<T>(progress: Progress, what: string, work: () => T | Promise<T>): Promise<T> {
  progress.at(what)
  try {
    return await work()
  } finally {
    progress.clear()
  }
}

/** `write`, with the line out of its way. */
export const besides =
  (progress: Progress, write: (text: string) => void) =>
  (text: string): void => {
    progress.clear()
    write(text)
  }

/** One character less than fit: a full line would break. */
function shortened(what: string, end: string, columns: number): string {
  const room = Math.max(0, columns - 1 - end.length)
  return `${what.length > room ? `${what.slice(0, Math.max(0, room - 1))}…` : what}${end}`
}
