/**
 * Each day, and without anybody being asked or woken: whether all that a disaster would need is still there, by the checks of `muster doctor`. Tokens, accounts,
 * channels, numbers, schedules, variables. What is dead is told to whoever leads incidents, on a quiet day.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { checks } from '../doctor/checks.ts'
import { type Examined, examine } from '../doctor/examine.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import { privately, SYSTEM } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import type { ContactsCommand } from '../readiness/contacts/track.ts'
import type { Settings } from './settings.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Looked at each day at this hour, UTC. */
const HOUR = 9

/** What can die while nothing is changed here; what only a change of the configuration breaks is told by the doctor. */
const LOOKED_AT = new Set([
  ...['step-variables', 'webhook-variables', 'slack-token', 'slack-scopes', 'slack-people', 'slack-channels'],
  ...[
    'pagerduty-events',
    'pagerduty-reading',
    'twilio-account',
    'twilio-number',
    'mail',
    'object-storage',
    'offsite',
    'people',
    'approvals',
  ],
])
/** Their warnings are deaths as well: a channel that is gone, a schedule in which nobody is. */
const WARNED_OF = new Set(['slack-channels', 'pagerduty-reading'])

export interface LookAtReachParts {
  settings: Settings
  hooksPath: string
  plans(): Promise<Record<string, Plan>>
  report(planId: string, command: Extract<ContactsCommand, { type: 'report-reach' }>): Promise<void>
  clock: Clock
  logger: Pick<Logger, 'warn'>
}

export interface LookAtReach {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** Looks if it is time to; never throws. */
  look(): Promise<void>
  /** Looks at once; never throws. */
  lookNow(): Promise<void>
}

export function createLookAtReach(parts: LookAtReachParts): LookAtReach {
  const { clock, plans, report, logger } = parts
  let nextMs = nextTime(clock.now())
  let looking: Promise<void> = Promise.resolve()
  const lookNow = async () => {
    for (const plan of Object.values(await plans())) {
      try {
        const troubles = await troublesOf(parts, plan)
        await report(plan.id, { type: 'report-reach', atMs: clock.now(), by: SYSTEM, troubles })
      } catch (err) {
        logger.warn({ err, plan: plan.id }, 'whether people can be reached could not be looked at; it is tomorrow')
      }
    }
  }
  /** Whoever asks while one is under way waits for that one. */
  const look = (): Promise<void> => {
    if (clock.now() >= nextMs) {
      nextMs = nextTime(clock.now())
      looking = looking.then(lookNow)
    }
    return looking
  }
  return {
    look,
    lookNow() {
      looking = looking.then(lookNow)
      return looking
    },
    async run(signal) {
      while (!signal.aborted) {
        await look()
        await clock.sleepUntil(nextMs, signal)
      }
    },
  }
}

function nextTime(nowMs: number): number {
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS + HOUR * HOUR_MS
  return todayMs > nowMs ? todayMs : todayMs + DAY_MS
}

async function troublesOf({ settings, hooksPath }: LookAtReachParts, plan: Plan) {
  const subject = {
    ...{ settings, hooksPath, problems: [], nowMs: wallClock.now },
    plans: { plans: [plan], files: [], problems: [], warnings: [] },
    nonce: () => randomBytes(16).toString('base64url'),
  }
  const found = await examine(
    subject,
    checks.filter(({ name }) => LOOKED_AT.has(name)),
  )
  return found.filter(isDead).map(({ check, what, why = '' }) => ({
    // The sentence may name people: in the journal it is only known by a hash that nobody else can make.
    key: `${check}/${createHmac('sha256', settings.secret).update(`reach\0${what}`).digest('hex').slice(0, 16)}`,
    what: privately(`${what}. ${why}`.trim()),
  }))
}

const isDead = ({ level, check }: Examined): boolean =>
  level === 'error' || (level === 'warning' && WARNED_OF.has(check))
