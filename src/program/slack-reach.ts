/**
 * Notices that Slack is away, and that it is back; says so once in the system's journal, and moves the open incidents to the responder console and back. Every replica looks
 * for itself; the journal takes the first word of each change. Promises never to throw.
 */

import { openPages } from '../../commands/journal-services.ts'
import { INCIDENT_PREFIX } from '../../commands/kept-incidents.ts'
import type { Services } from '../../commands/services.ts'
import type { SlackLine } from '../adapters/slack/line.ts'
import type { Clock } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/logger.ts'
import { SYSTEM } from '../plan/actor.ts'
import { heard, heardWord, isSteady, LOOK_CLOSELY_MS, LOOK_MS, nextLookMs, noReach } from '../readiness/reach/reach.ts'

export interface SlackReachParts {
  line: SlackLine
  services: Pick<Services, 'system' | 'askSystem' | 'ask'>
  engine: Pick<Engine, 'readAll'>
  clock: Clock
  logger: Pick<Logger, 'warn' | 'info'>
}

export interface SlackReach {
  /** Asks, if it is time; then sees to it that journal and incidents say what is so. */
  look(): Promise<void>
  /** When it has to be looked at again because something changes; undefined: nothing does. */
  nextMs(): number | undefined
  /** When it is looked at next in any case. */
  dueMs(): number
  run(signal: AbortSignal): Promise<void>
}

/** Another replica may be the only one that is cut off: whoever has always reached Slack contradicts it only after so long. */
const CONTRADICTS_AFTER_MS = 5 * 60_000

export function createSlackReach({ line, services, engine, clock, logger }: SlackReachParts): SlackReach {
  let reach = noReach()
  let wasAway = false
  let lookedMs: number | undefined
  /** All that has ever ended is read only once after a start and after each outage. */
  let endedAreBack = false
  line.hear((answer) => {
    reach = heard(reach, answer, clock.now())
  })

  const dueMs = () => Math.max(nextLookMs(reach), lookedMs === undefined ? 0 : lookedMs + LOOK_CLOSELY_MS)
  const ask = async () => {
    const atMs = clock.now()
    lookedMs = atMs
    const answer = await line.ask()
    reach = heard(reach, answer, atMs)
    reach = heardWord(reach, answer.ok ? null : await line.word())
  }

  /** The system's journal follows what is seen here. */
  const report = async () => {
    const atMs = clock.now()
    const { slack: away } = (await services.system()).away
    const fact = { atMs, by: SYSTEM, service: 'slack' as const }
    if (reach.verdict === 'away' && !away) {
      wasAway = true
      const sinceMs = reach.failingSinceMs ?? atMs
      const why = reach.says === null ? reach.why : `${reach.why} Slack says: ${reach.says.replace(/[.\s]*$/, '.')}`
      await services.askSystem({ ...fact, type: 'lose-service', sinceMs, why }, `slack-away/${sinceMs}`)
      logger.warn({ sinceMs }, `Slack cannot be reached: ${why}`)
    }
    if (reach.verdict === 'reachable' && away && (wasAway || atMs - away.atMs > CONTRADICTS_AFTER_MS)) {
      wasAway = false
      await services.askSystem({ ...fact, type: 'regain-service' }, `slack-back/${away.atMs}`)
      logger.info({}, 'Slack can be reached again')
    }
    return (await services.system()).away.slack
  }

  /** Also those that are declared while it is away; back, too, what has ended in the console meanwhile. */
  const move = async () => {
    const away = await report()
    for await (const page of openPages(engine, INCIDENT_PREFIX, away === undefined && !endedAreBack)) {
      for (const { stream, state } of page) {
        const { console: own } = state
        if ((away !== undefined) === (own.away !== null)) continue
        const fact = { atMs: clock.now(), by: SYSTEM }
        const command = away
          ? { ...fact, type: 'move' as const, sinceMs: Math.max(away.sinceMs, state.declaredMs) }
          : { ...fact, type: 'move-back' as const }
        await services.ask(stream, command, `${stream}/${command.type}/${own.moves}`)
      }
    }
    endedAreBack = away === undefined
  }

  const look = async () => {
    try {
      const asks = clock.now() >= dueMs()
      if (asks) await ask()
      if (asks || !isSteady(reach)) await move()
    } catch (error) {
      logger.warn({ err: error }, 'Whether Slack can be reached could not be noted')
    }
  }
  return {
    look,
    dueMs,
    nextMs: () => (isSteady(reach) || reach.countedMs === null ? undefined : dueMs()),
    async run(signal) {
      while (!signal.aborted) {
        await look()
        await clock.sleepUntil(Math.min(dueMs(), clock.now() + LOOK_MS), signal)
      }
    },
  }
}
