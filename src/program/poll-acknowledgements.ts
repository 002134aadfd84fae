/** Asks PagerDuty who has acknowledged what, where it can be asked. */
import { INCIDENT_PREFIX } from '../../commands/kept-incidents.ts'
import type { Services } from '../../commands/services.ts'
import { type AcknowledgementPoll, createAcknowledgementPoll } from '../adapters/pagerduty/acknowledgement-poll.ts'
import type { Clock } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { Logger } from '../engine/logger.ts'
import type { IncidentState } from '../incident/state.ts'
import type { Adapters } from './adapters.ts'

export interface PollParts {
  adapters: Pick<Adapters, 'pagerduty'>
  services: Pick<Services, 'state' | 'ask'>
  engine: Pick<Engine, 'readAll'>
  clock: Clock
  logger: Pick<Logger, 'warn'>
}

/** Undefined: it may not be read. */
export function createPolling({
  adapters,
  services,
  engine,
  clock,
  logger,
}: PollParts): AcknowledgementPoll | undefined {
  const client = adapters.pagerduty?.client
  if (!client?.canRead) return undefined
  return createAcknowledgementPoll({
    client,
    clock,
    incident: services.state,
    ask: services.ask,
    openIncidents: async () => {
      const open = await engine.readAll<IncidentState>({ prefix: INCIDENT_PREFIX, open: true })
      return open.map(({ state }) => state)
    },
    onFailure: (error) => logger.warn({ err: error }, 'PagerDuty could not be polled'),
  })
}
