/** What comes in from Slack, as the settings call for it. */
import type { SlackAsking } from '../adapters/slack/asking.ts'
import { createSlackInbound, type SlackInbound } from '../adapters/slack/inbound.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import { diagnostics } from './diagnostics.ts'
import type { People } from './people.ts'
import type { Settings } from './settings.ts'

export interface SlackParts extends Pick<SlackAsking, 'run' | 'home'> {
  settings: Pick<Settings, 'slack'>
  people: People
  clock: Clock
  logger: Logger
}

/** Undefined: Slack is not set up. */
export function openSlack({ settings, people, clock, logger, run, home }: SlackParts): SlackInbound | undefined {
  if (!settings.slack) return undefined
  const { botToken, apiUrl, signingSecret, appToken } = settings.slack
  return createSlackInbound({
    access: { token: botToken, ...(apiUrl ? { apiUrl } : {}), logger: diagnostics(logger) },
    ...(signingSecret ? { signingSecret } : {}),
    ...(appToken ? { appToken } : {}),
    ...{ clock, run, home },
    whoIs: people.whoIs,
    incidentOfChannel: people.incidentOfChannel,
    onLife: people.onLife(clock),
  })
}
