/**
 * The adapters of one replica: each effect is one call of a service, or one for each recipient, and leaves a record of what reached whom. Told as the real ones are:
 * the ledger of deliveries where an audience is told one by one, PagerDuty's dedup key, Twilio's later reports.
 */
import { recipientsOf } from '../../../src/adapters/audience-recipients.ts'
import type { Carrying } from '../../../src/adapters/carrier.ts'
import { refused, type Sending } from '../../../src/adapters/outcomes.ts'
import { levelDedupKey, noticeDedupKey } from '../../../src/adapters/pagerduty/dedup-keys.ts'
import { tellEach } from '../../../src/adapters/tell-each.ts'
import type { ExternalEffect } from '../../../src/incident/effects.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import type { Service } from '../faults.ts'
import type { Witness } from '../witness.ts'
import type { Calls } from './calls.ts'
import type { Outside } from './outside.ts'

type Carry<Effect = ExternalEffect> = (effect: Effect, carrying: Carrying) => Promise<Outcome>
type Notify = Extract<ExternalEffect, { kind: 'notify' }>

export interface CarrierParts {
  replica: string
  calls: Calls
  outside: Outside
  witness: Witness
  nowMs: () => number
  /** Whether channels can be opened. */
  channel: boolean
}

export function createCarriers(parts: CarrierParts) {
  const { calls, outside } = parts
  const { once, told } = createReach(parts)
  const slackMessage = once('slack', (ref) => ({ ref, channel: 'D1' }))
  const shown = once('slack', (ref) => ({ ts: ref }))
  const done = once('slack', () => ({}))
  const sms = once('twilio', (ref) => ({ ref }))
  const mail = once('email', (ref) => ({ ref }))
  const refuse = async () => refused('Nothing of the kind is simulated.')
  const toPagerDuty = (key: (effect: never, carrying: Carrying) => string) => once('pagerduty', (ref) => ({ ref }), key)

  return {
    slack: {
      ...{
        page: once('slack', (ref) => ({ ref, channel: 'D1' })),
        'ask-again': slackMessage,
        'ask-approval': slackMessage,
      },
      ...{ 'tell-clock': done, 'ask-task': slackMessage, 'update-ask': done, 'tell-notice': done, 'tell-duty': done },
      ...{ 'retire-page': done, 'retire-ask': done, 'test-page': refuse },
      'open-channel': parts.channel ? once('slack', () => ({ channelId: 'C1', channelName: 'dr' })) : noChannel,
      ...{ 'set-topic': done, invite: done, 'set-bookmarks': done, 'tell-overview': done },
      ...{ 'show-board': shown, 'show-step': shown, 'show-task': shown, say: shown },
      ...{ notify: shown, 'notify-directly': shown },
      ...{ 'tell-news': refuse, 'post-news': refuse, 'ask-contact': refuse, 'retire-news': refuse },
    },
    pagerduty: {
      page: toPagerDuty(({ level }: { level: string }, { incident }) => levelDedupKey(incident, level)),
      settle: toPagerDuty(({ level }: { level: string }, { incident }) => levelDedupKey(incident, level)),
      notify: toPagerDuty(({ notice }: { notice: string }, { incident }) => noticeDedupKey(incident, notice)),
      lookUp: refuse,
      test: refuse,
    },
    twilio: {
      sms: {
        page: once('twilio', (ref) => ({ ref, awaitsReport: true })),
        notify: told('twilio', 'phone'),
        ...{ askAgain: sms, askApproval: sms, tellClock: sms, askTask: sms, tellNotice: sms, tellDuty: sms },
        ...{ tellNews: refuse, askContact: refuse, test: refuse },
      },
      voice: {
        page: once('twilio', (ref) => ({ ref, awaitsReport: true })),
        notify: told('twilio', 'phone'),
        test: refuse,
      },
      checkDelivery: (effect: Extract<ExternalEffect, { kind: 'check-delivery' }>, { signal }: Carrying) =>
        calls.call('twilio', signal, () => ({ status: outside.statusOf(effect.ref) })),
    },
    email: {
      ...{ page: once('email', (ref) => ({ ref })), notify: told('email', 'email') },
      ...{ askAgain: mail, askApproval: mail, tellClock: mail, askTask: mail, tellNotice: mail, tellDuty: mail },
      ...{ tellNews: refuse, askContact: refuse, test: refuse, sendOne: refuse, mailOut: refuse },
    },
    webhook: { notify: refuse, publishStatus: refuse },
    statuspage: once('statuspage', () => ({ hostedId: 'hosted' })),
    close: async () => {},
  }
}

/** How things reach somebody: a message or change each, or one to each of many. */
function createReach(parts: CarrierParts) {
  const { calls, outside } = parts

  const arrives = (
    service: Service,
    effect: ExternalEffect,
    { incident: stream, obligation, attempt }: Carrying,
    to: string,
    dedupKey?: string,
  ) => {
    const arrival = {
      ...{ atMs: parts.nowMs(), replica: parts.replica, service, stream, obligation, attempt },
      ...{ kind: effect.kind, to, ...(dedupKey !== undefined && { dedupKey }) },
    }
    parts.witness.arrivals.push(arrival)
    outside.arrived(arrival, effect)
  }

  /** One message or change, whose success has this detail. */
  const once =
    (
      service: Service,
      detail: (ref: string) => Record<string, unknown>,
      key?: (effect: never, c: Carrying) => string,
    ) =>
    (effect: ExternalEffect, carrying: Carrying): Promise<Outcome> =>
      calls.call(service, carrying.signal, () => {
        arrives(service, effect, carrying, addressee(effect), key?.(effect as never, carrying))
        return detail(outside.newRef(service))
      })

  const told =
    (service: Service, contact: 'email' | 'phone') =>
    async (effect: Notify, carrying: Carrying): Promise<Outcome> => {
      const recipients = recipientsOf(effect, carrying.plan, carrying.state, contact)
      if ('ok' in recipients) return recipients
      const send = (to: string): Promise<Sending> =>
        calls
          .call(service, carrying.signal, () => {
            arrives(service, effect, carrying, to)
            return { ref: outside.newRef(service) }
          })
          // Adapters turn what they cannot read into an outcome of which nobody is sure.
          .catch(() => ({ ok: false, reason: 'The answer could not be read.', unsure: true }))
      const find = async (to: string) => {
        const key = `${carrying.incident}/${carrying.obligation}/${to}`
        const asked = await calls
          .call(service, carrying.signal, () => ({ ref: outside.messageTo(key) }))
          .catch(() => undefined)
        // Of a provider that could never be asked the message would be repeated: told twice is better than not at all.
        if (!asked?.ok) return { ok: false as const, reason: 'The provider could not be asked.' }
        const ref = asked.detail?.ref
        return typeof ref === 'string' ? { ref } : undefined
      }
      return tellEach(recipients.addresses, carrying, {
        address: (to) => to,
        send,
        ...(contact === 'phone' && { find }),
      })
    }
  return { once, told }
}

/** Not within the time of a simulation. */
const noChannel: Carry = async (_effect, { atMs }) => ({
  ok: false,
  reason: 'Slack has no room for channels.',
  retryAtMs: atMs + 100 * 24 * 3_600_000,
})

/** Whom or what an effect reaches. */
const addressee = (effect: ExternalEffect): string => {
  if ('person' in effect) return effect.person
  if (effect.kind === 'notify') return effect.notice
  return 'step' in effect ? effect.step : effect.kind
}
