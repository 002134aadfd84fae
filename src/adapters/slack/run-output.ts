/**
 * The output of a run while it runs: one message in the step's thread, edited in place, which ends with how the run ended. Promises that nothing here throws or
 * holds the run up: what Slack does not take is left out, for the whole output is kept elsewhere; and that once `close` has resolved nothing goes on.
 */
import type { WebClient } from '@slack/web-api'
import { within } from '../within.ts'
import { codeOf, failureOf } from './call-outcomes.ts'
import { CALL_TIMEOUT_MS, type Diagnostics } from './client.ts'
import { code, codeBlock, lastLines, words } from './literal-text.ts'
import { createOutputTail, type OutputTail } from './output-tail.ts'

export interface RunOutputParts {
  /** Real time, milliseconds: Slack's limits know no other. */
  now(): number
  /** Resolves after so long, or when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  logger?: Diagnostics
}

export interface RunOutputPlace {
  channel: string
  /** The step's message; undefined while there is none. Asked again before each edit until there is one. */
  threadTs(): Promise<string | undefined>
  /** Plain text, like all that follows. */
  title: string
  command: string
}

interface RunOutputStream {
  append(text: string): void
  /** Shows how it ended. Resolves when that is done or given up, after some ten seconds at most. */
  close(summary: string): Promise<void>
}

export interface RunOutput {
  open(place: RunOutputPlace): RunOutputStream
  /** Gives up what waits for its turn; resolves when nothing goes on any more. */
  stop(): Promise<void>
}

/** Between two calls, of all outputs together: Slack bears one a second. */
const CALL_PAUSE_MS = 1_000
/** It takes 50 edits a minute from the whole app; boards and steps need theirs too. */
const QUICK_EDITS = 10
const LATER_PAUSE_MS = 3_000
/** After a failure, and while there is no thread yet. */
const FAILED_PAUSE_MS = 2_000
/** No call is begun later than so long after `close`; each ends by itself in five seconds. */
const CLOSING_MS = 8_000
const CLOSING_TRIES = 5
const CHARS_KEPT = 8_192
/** All together below the 4,000 characters of an edit. */
const CHARS = { title: 120, command: 160, tail: 3_200, summary: 300 } as const
const LINES_MAX = 40
const RUNNING = ':hourglass_flowing_sand: Running…'

/** `waits`: no thread yet. `gone`: somebody deleted it, or Slack will never take it. */
type Shown = 'shown' | 'waits' | 'failed' | 'gone'

export function createRunOutput(client: WebClient, parts: RunOutputParts): RunOutput {
  const pace = createPace(parts)
  const stopping = new AbortController()
  const ending = new Set<Promise<void>>()
  return {
    open: (place) =>
      openStream(createMessage(client, place, parts, pace), pace, { ...parts, stopping: stopping.signal, ending }),
    async stop() {
      stopping.abort()
      await Promise.all(ending)
    },
  }
}

interface Pace {
  /** Waits for a turn of its own. @returns false when the signal aborted or `untilMs` came first. */
  turn(notBeforeMs: number, signal: AbortSignal, untilMs?: number): Promise<boolean>
  /** Slack wants to be left alone until then. */
  holdUntil(atMs: number): void
}

function createPace({ now, sleep }: RunOutputParts): Pace {
  let freeMs = Number.NEGATIVE_INFINITY
  return {
    holdUntil(atMs) {
      freeMs = Math.max(freeMs, atMs)
    },
    async turn(notBeforeMs, signal, untilMs = Number.POSITIVE_INFINITY) {
      for (;;) {
        if (signal.aborted) return false
        const startMs = Math.max(freeMs, notBeforeMs)
        if (startMs > untilMs) return false
        const waitMs = startMs - now()
        if (waitMs <= 0) {
          freeMs = now() + CALL_PAUSE_MS
          return true
        }
        // Another output may have had the turn meanwhile: looked at again.
        await sleep(waitMs, signal).catch(() => undefined)
      }
    },
  }
}

interface StreamParts extends RunOutputParts {
  stopping: AbortSignal
  /** Ends that are on their way. */
  ending: Set<Promise<void>>
}

function openStream(message: Message, pace: Pace, parts: StreamParts): RunOutputStream {
  const { now, logger, stopping } = parts
  const tail = createOutputTail(CHARS_KEPT)
  const closing = new AbortController()
  let isStale = false
  let isGone = false
  let notBeforeMs = Number.NEGATIVE_INFINITY
  let edits = 0
  let pumping: Promise<void> | undefined
  let ending: Promise<void> | undefined

  const show = async (state: string): Promise<Shown> => {
    const shown = await message.show(tail, state)
    if (shown === 'gone') isGone = true
    if (shown === 'shown') edits++
    const pauseMs = shown !== 'shown' ? FAILED_PAUSE_MS : edits < QUICK_EDITS ? CALL_PAUSE_MS : LATER_PAUSE_MS
    notBeforeMs = now() + pauseMs
    return shown
  }
  const pump = async () => {
    while (isStale && !isGone && (await pace.turn(notBeforeMs, closing.signal))) {
      isStale = false
      if ((await show(RUNNING)) !== 'shown') isStale = true
    }
    pumping = undefined
  }
  const end = async (summary: string) => {
    const untilMs = now() + CLOSING_MS
    closing.abort()
    await pumping
    for (let tries = 0; tries < CLOSING_TRIES && !isGone; tries++) {
      // The first try need not wait out what a failure or the later pace asks for; Slack's own limits hold.
      if (!(await pace.turn(tries === 0 ? Number.NEGATIVE_INFINITY : notBeforeMs, stopping, untilMs))) break
      if ((await show(summary)) === 'shown') return
    }
    logger?.debug('slack: the end of an output could not be shown.')
  }
  return {
    append(text) {
      if (ending || isGone || text === '') return
      tail.append(text)
      isStale = true
      pumping ??= pump()
    },
    close(summary) {
      if (!ending) {
        const ended = end(words(summary, CHARS.summary))
        ending = ended
        parts.ending.add(ended)
        void ended.then(() => parts.ending.delete(ended))
      }
      return ending
    },
  }
}

interface Message {
  /** Posts it, or edits it. Never throws. */
  show(tail: OutputTail, state: string): Promise<Shown>
}

function createMessage(client: WebClient, place: RunOutputPlace, { now, logger }: RunOutputParts, pace: Pace): Message {
  const { channel } = place
  let thread: string | undefined
  let ts: string | undefined

  const put = async (text: string, threadTs: string) => {
    const content = { channel, text, parse: 'none', link_names: false } as const
    if (ts) await client.chat.update({ ts, ...content })
    else
      ts = (
        await client.chat.postMessage({ ...content, thread_ts: threadTs, unfurl_links: false, unfurl_media: false })
      ).ts
  }
  return {
    async show(tail, state) {
      try {
        thread ??= await within(AbortSignal.timeout(CALL_TIMEOUT_MS), place.threadTs())
        if (thread === undefined) return 'waits'
        await put(outputText(place, tail, state), thread)
        return 'shown'
      } catch (error) {
        // Whoever deleted it does not want to see it again.
        if (ts && codeOf(error) === 'message_not_found') return 'gone'
        // It may be the step's message that is gone, and there may be another by now.
        if (!ts) thread = undefined
        return failed(error)
      }
    },
  }

  function failed(error: unknown): Shown {
    try {
      const { reason, permanent, retryAtMs } = failureOf(error, now())
      if (retryAtMs !== undefined) pace.holdUntil(retryAtMs)
      logger?.debug(`slack: an output was not shown: ${reason}`)
      return permanent ? 'gone' : 'failed'
    } catch {
      logger?.warn(`slack: an output was not shown: ${String(error)}`)
      return 'failed'
    }
  }
}

/** At most 4,000 characters. `state`: escaped. */
function outputText({ title, command }: RunOutputPlace, tail: OutputTail, state: string): string {
  const { text, earlier } = tail.read()
  const shown = lastLines(text, CHARS.tail, LINES_MAX)
  const before = earlier + shown.left
  return [
    `*${words(title, CHARS.title)}* · ${code(command, CHARS.command)}`,
    ...(before > 0 ? [`_… ${before} earlier ${before === 1 ? 'line' : 'lines'}_`] : []),
    ...(shown.text === '' ? [] : [codeBlock(shown.text)]),
    state,
  ].join('\n')
}
