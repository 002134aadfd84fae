/** What is looked at again and again while Muster runs: backups, whether people can be reached, acknowledgements in PagerDuty. Ends together. */
import type { Services } from '../../commands/services.ts'
import type { SlackLine } from '../adapters/slack/line.ts'
import type { Clock } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import { type BackupWatch, createBackupWatch } from './backup-watch.ts'
import type { LookAtBackups } from './look-at-backups.ts'
import { createLookAtReach, type LookAtReach } from './look-at-reach.ts'
import { createOffsiteWatch } from './offsite-watch.ts'
import type { Settings } from './settings.ts'
import { createSlackReach, type SlackReach } from './slack-reach.ts'
import type { Watch } from './watch.ts'

export interface LookingParts {
  settings: Settings
  hooksPath: string
  services: Pick<Services, 'plans' | 'system' | 'askSystem' | 'ask'>
  watch: Pick<Watch, 'report'>
  lookAtBackups: LookAtBackups
  /** Runs until the signal aborts; absent: nothing is asked. */
  poll: { run(signal: AbortSignal): Promise<void> } | undefined
  /** Absent: Slack is not set up. */
  slackLine: SlackLine | undefined
  engine: Pick<Engine, 'readAll'>
  /** How far the copy of the journal is behind; absent: there is none. */
  offsiteLagSeconds?: () => Promise<number | undefined>
  clock: Clock
  logger: Logger
}

export interface Looking {
  slackReach?: SlackReach
  lookAtBackups: BackupWatch['look']
  lookAtReach: LookAtReach['look']
  stop(): Promise<void>
}

export function startLooking(parts: LookingParts): Looking {
  const { settings, hooksPath, services, watch, lookAtBackups, poll, slackLine, engine, clock, logger } = parts
  const { plans } = services
  const stopping = new AbortController()
  const backups = createBackupWatch({ plans, report: watch.report, lookAtBackups, clock, logger })
  const reach = createLookAtReach({ settings, hooksPath, plans, report: watch.report, clock, logger })
  const slackReach = slackLine && createSlackReach({ line: slackLine, services, engine, clock, logger })
  const { offsiteLagSeconds } = parts
  const offsite = offsiteLagSeconds && createOffsiteWatch(offsiteLagSeconds, reach.lookNow, wallClock)
  const running = Promise.all([poll, backups, reach, slackReach, offsite].map((one) => one?.run(stopping.signal)))
  return {
    lookAtBackups: backups.look,
    lookAtReach: reach.look,
    ...(slackReach && { slackReach }),
    async stop() {
      stopping.abort()
      await running
    },
  }
}
