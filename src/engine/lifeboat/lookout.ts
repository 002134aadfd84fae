/** Looks at the database every second: copies while it answers, says that it is away when it has not for a while, and that it is back when it does so steadily. */
import type { Clock } from '../clock.ts'
import { isTransient } from '../database-errors.ts'
import type { Logger } from '../logger.ts'
import type { Writes } from './boat-storage.ts'
import { DatabaseAway } from './helm.ts'

/** Milliseconds of real time. */
export interface LookTimes {
  /** Between two looks. */
  everyMs: number
  /** The database counts as away when it has answered nothing for so long. */
  awayAfterMs: number
}

export const LOOK_TIMES: LookTimes = { everyMs: 1_000, awayAfterMs: 10_000 }
/** And as back when it has answered so often in a row. */
const STEADY_ANSWERS = 3
/** A question that takes longer has not been answered. */
const ANSWER_MAX_MS = 3_000

export interface Lookout {
  look(): Promise<void>
  start(): void
  stop(): Promise<void>
  /** The database has answered something. */
  answered(): void
  /** What became of what it was given to write. */
  writes: Writes
}

export interface LookoutParts {
  wall: Clock
  logger: Logger
  times: LookTimes
  isAdrift: () => boolean
  /** Brings the copy up to the database. */
  copy: () => Promise<void>
  probe: () => Promise<void>
  /** @param why behind a colon. */
  castOff: (why: string) => Promise<void>
  land: () => Promise<void>
  whileAdrift: () => Promise<void>
}

export function createLookout({ wall, logger, times, isAdrift, ...rest }: LookoutParts): Lookout {
  const { copy, probe, castOff, land } = rest
  let answeredMs = wall.now()
  let steady = 0
  let copying: Promise<void> | undefined
  const answered = () => {
    answeredMs = wall.now()
  }

  const { writes, ...refusals } = createRefusals(wall)
  const leave = async (why: string) => {
    steady = 0
    refusals.forget()
    await castOff(why)
    await tell()
  }

  const tell = () =>
    rest.whileAdrift().catch((err) => logger.error({ err }, 'nobody could be told that the database is away'))
  const ashore = async () => {
    try {
      copying ??= copy().finally(() => {
        copying = undefined
      })
      await within(wall, ANSWER_MAX_MS, copying)
      answered()
    } catch (err) {
      if (!isTransient(err)) logger.error({ err }, 'the local copy of open incidents cannot be brought up to date')
      // Whatever it says: a disk that dies and a database that is not there any more are no connection failures. If it answers others, it is not silent.
      const silentMs = wall.now() - answeredMs
      if (silentMs < times.awayAfterMs) return
      await leave(`the database has not answered for ${Math.round(silentMs / 1_000)} s`)
      return
    }
    const refusesMs = refusals.spanMs()
    if (refusesMs >= times.awayAfterMs)
      await leave(`the database can be read, and has taken nothing for ${Math.round(refusesMs / 1_000)} s`)
  }
  const adrift = async () => {
    await tell()
    try {
      await within(wall, ANSWER_MAX_MS, probe())
    } catch {
      steady = 0
      return
    }
    steady++
    if (steady < STEADY_ANSWERS) return
    try {
      await land()
      answered()
    } catch (err) {
      steady = 0
      logger.warn({ err }, 'the database answered and is away again; the lifeboat goes on')
    }
  }
  let looking: Promise<void> | undefined
  const look = (): Promise<void> => {
    looking ??= (isAdrift() ? adrift() : ashore()).finally(() => {
      looking = undefined
    })
    return looking
  }

  let running: { stopping: AbortController; ended: Promise<void> } | undefined
  const run = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const nextMs = wall.now() + times.everyMs
      await look().catch((err) => logger.error({ err }, 'the look at the database failed; looking again in a second'))
      await wall.sleepUntil(nextMs, signal)
    }
  }
  return {
    look,
    answered,
    writes,
    start() {
      const stopping = new AbortController()
      running ??= { stopping, ended: run(stopping.signal) }
    },
    async stop() {
      running?.stopping.abort()
      await running?.ended
    },
  }
}

/** For how long the database has refused all that it was given to write. */
function createRefusals(wall: Clock) {
  /** Refused, and nothing taken between; undefined: the last was taken. */
  let refused: { firstMs: number; lastMs: number } | undefined
  const forget = () => {
    refused = undefined
  }
  const writes: Writes = {
    taken: forget,
    refused() {
      refused = { firstMs: refused?.firstMs ?? wall.now(), lastMs: wall.now() }
    },
  }
  return { writes, forget, spanMs: () => (refused ? refused.lastMs - refused.firstMs : 0) }
}

/** @throws DatabaseAway when the answer takes longer than that. */
export async function within<T>(wall: Clock, ms: number, answer: Promise<T>): Promise<T> {
  const over = new AbortController()
  const late = wall.sleepUntil(wall.now() + ms, over.signal).then((): never => {
    throw new DatabaseAway(`the database has not answered within ${ms / 1_000} s`)
  })
  late.catch(() => {})
  answer.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    over.abort()
  }
}
