/** All that the public status page consists of, put together: what is served, what is published as files, who gets its updates by mail. */
import type { Clock } from '../../engine/clock.ts'
import type { Logger } from '../../engine/logger.ts'
import type { SubscriberStore } from '../../engine/subscriber-store.ts'
import type { Settings } from '../../program/settings.ts'
import { createSite, type Site } from '../../program/site.ts'
import { createSubscribers, type SendConfirmation, type Subscribers } from '../../program/subscribers.ts'
import { createPublishedSite } from './published-site.ts'
import type { StatusPorts } from './routes.ts'
import { sharedRead } from './shared-read.ts'

export interface PublicStatusParts extends Pick<StatusPorts, 'services' | 'standingWords' | 'statusUrl'> {
  settings: Pick<Settings, 'secret' | 'site'>
  /** Absent: no mail is set up. */
  sendConfirmation: SendConfirmation | undefined
  store: SubscriberStore
  /** Whether links in mail lead here; else nobody can subscribe. */
  reachable: boolean
  clock: Clock
  random: (bytes: number) => string
  logger: Logger
}

export interface PublicStatus {
  site: Site
  /** Absent: no mail is set up, or no link in one would lead here. */
  subscribers?: Subscribers
  /** Again: fine. */
  close(): Promise<void>
}

export function createPublicStatus(parts: PublicStatusParts): PublicStatus {
  const { services, standingWords, statusUrl, settings, store, reachable, clock, random, logger } = parts
  const { sendConfirmation } = parts
  const { secret, site: places } = settings
  const nowMs = clock.now

  const subscribers =
    sendConfirmation && reachable
      ? createSubscribers({ store, secret, random, nowMs, statusUrl, logger, sendConfirmation })
      : undefined
  const published = createPublishedSite({
    ...{ services, standingWords, nowMs, statusUrl, subscribing: subscribers !== undefined },
    ...(places?.address !== undefined && { address: places.address }),
  })
  const site = createSite({ settings: places, ...published, share: sharedRead, clock, logger })
  return {
    site,
    ...(subscribers && { subscribers }),
    async close() {
      await subscribers?.settled()
      await site.close()
    },
  }
}
