/**
 * Makes a PDF of a document in HTML with the Chromium of this machine. Promises that nothing of it outlives the answer: it has so long, a home and a profile that are
 * removed, no network, no scripts and none of our environment, and is killed with all that it has started.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { runProgram } from '../../actions/run-program.ts'
import { startTimeLimit } from '../../actions/time-limit.ts'
import type { Clock } from '../../engine/clock.ts'
import { wallClock } from '../../engine/wall-clock.ts'
import type { Settings } from '../settings.ts'

/** Rejects with one sentence when it cannot be done, or not in time. */
export type PrintPdf = (html: string) => Promise<Uint8Array>

export interface PrinterParts {
  /** The program, an absolute path. */
  chromium: string
  /** The wall's: Chromium knows no other. */
  wall: Clock
  /** From when it is asked for, waiting for others included. */
  limitMs?: number
}

/** The review is to be there within half a minute, and is filed ten seconds after the end. */
const LIMIT_MS = 15_000
/** It has nothing to put in order. */
const KILL_AFTER_MS = 250
/** What it complains of is told from its end. */
const COMPLAINT_CHARS_MAX = 300

const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // A container has no user namespaces to build its sandbox of. What it shows is ours, escaped, and may load and run nothing.
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pdf-header-footer',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-background-networking',
  // Nothing is found by its name, and what has an address is asked of a proxy that is not there.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
]

const STOPPED = new Error('Muster is stopping: no PDF is made.')

/** Whatever stands in the document, it loads nothing and runs no script. */
const POLICY =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">'
const DOCTYPE = /^\s*<!doctype html>/i

export interface Printer {
  print: PrintPdf
  /** What is in hand is stopped, and what waits is not begun. */
  close(): Promise<void>
}

export function createPrinter({ chromium, wall, limitMs = LIMIT_MS }: PrinterParts): Printer {
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  return {
    // One at a time: a browser is large.
    print(html) {
      const limit = startTimeLimit(limitMs, closing.signal, sleepBy(wall))
      const printed = last
        .then(() => print(chromium, html, wall, limit.signal))
        .catch((error) => {
          throw limit.passed() ? new Error(`Chromium has made no PDF within ${limitMs / 1000} seconds.`) : error
        })
        .finally(() => limit.end())
      last = printed.catch(() => {})
      return printed
    },
    async close() {
      closing.abort()
      await last
    },
  }
}

/** Undefined: there is no Chromium. */
export function openPrinter(
  { chromium }: Pick<Settings, 'chromium'>,
  open: AsyncDisposableStack,
): PrintPdf | undefined {
  if (chromium === undefined) return undefined
  return open.adopt(createPrinter({ chromium, wall: wallClock }), (it) => it.close()).print
}

const sleepBy = (wall: Clock) => (ms: number, signal: AbortSignal) => wall.sleepUntil(wall.now() + ms, signal)

async function print(chromium: string, html: string, wall: Clock, signal: AbortSignal): Promise<Uint8Array> {
  if (signal.aborted) throw STOPPED
  const home = await mkdtemp(path.join(tmpdir(), 'muster-print-'))
  try {
    const page = path.join(home, 'page.html')
    const pdf = path.join(home, 'page.pdf')
    await writeFile(
      page,
      html.replace(DOCTYPE, (doctype) => `${doctype}${POLICY}`),
      { mode: 0o600 },
    )
    let complaint = ''
    const argv = [...FLAGS, `--user-data-dir=${path.join(home, 'profile')}`, `--print-to-pdf=${pdf}`]
    const end = await runProgram(
      {
        ...{ file: chromium, argv: [...argv, pathToFileURL(page).href], cwd: home },
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, TMPDIR: home, LANG: 'C.UTF-8' },
      },
      {
        ...{ signal, killAfterMs: KILL_AFTER_MS, onStdout: () => {} },
        onStderr: (chunk) => {
          complaint = `${complaint}${Buffer.from(chunk).toString('utf8')}`.slice(-COMPLAINT_CHARS_MAX)
        },
        sleep: sleepBy(wall),
      },
    )
    if (end.stopped) throw STOPPED
    const made = await readFile(pdf).catch(() => undefined)
    if (end.exitCode === 0 && made !== undefined && made.length > 0) return made
    throw new Error(`Chromium made no PDF: ${complaint.trim().split('\n').at(-1) || `it ended with ${end.exitCode}`}`)
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  }
}
