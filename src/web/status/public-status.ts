/** All that the public status page consists of, put together: what is served, what is published as files, who gets its updates by mail. */
import { sendConfirmationMail } from '../../adapters/confirmation-mail.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Logger } from '../../engine/logger.ts'
import type { SubscriberStore } from '../../engine/subscriber-store.ts'
import type { Messages, Rendered } from '../../messages/messages.ts'
import { confirmationFields } from '../../messages/subscriber-fields.ts'
import type { Settings } from '../../program/settings.ts'
import { createSite, type Site } from '../../program/site.ts'
import { createSubscribers, type Subscribers } from '../../program/subscribers.ts'
import { createPublishedSite } from './published-site.ts'
import type { StatusPorts } from './routes.ts'
import { sharedRead } from './shared-read.ts'

export interface PublicStatusParts extends Pick<StatusPorts, 'services' | 'standingWords' | 'statusUrl'> {
  settings: Pick<Settings, 'secret' | 'email' | 'site'>
  messages: Pick<Messages, 'render'>
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

const ALL_SYSTEMS = {
  planId: '',
  drill: false,
  values: {
    ...{ system: 'all systems', publicName: 'all systems', statusPageUrl: null },
    ...{ pageText: null, unsubscribeUrl: null },
  },
}

export function createPublicStatus(parts: PublicStatusParts): PublicStatus {
  const { services, standingWords, statusUrl, settings, messages, store, reachable, clock, random, logger } = parts
  const { email, secret, site: places } = settings
  const nowMs = clock.now

  const confirmation = async (planId: string | null, url: string): Promise<Rendered> => {
    const plan = planId === null ? undefined : (await services.plans())[planId]
    // Of all systems no plan speaks, so it is Muster's own template that does.
    const { values, ...fields } = plan ? confirmationFields(plan, url) : ALL_SYSTEMS
    return messages.render('subscriber-confirm', 'email', { ...fields, values: { ...values, confirmUrl: url } })
  }
  const subscribers =
    email && reachable
      ? createSubscribers({
          ...{ store, secret, random, nowMs, statusUrl, logger },
          sendConfirmation: async (address, url, plan) =>
            sendConfirmationMail(email, address, await confirmation(plan, url)),
        })
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
