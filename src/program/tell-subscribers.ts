/** Tells everyone who has subscribed to the status page what it says now: one mail each, once for each state of the page, with a link that ends it. */
import type { Carrier } from '../adapters/carrier.ts'
import type { EmailCarriers } from '../adapters/email/email-carriers.ts'
import type { View } from '../incident/view-shape.ts'
import type { Messages } from '../messages/messages.ts'
import { MERGED_WORDS, standingWords } from '../messages/standing-words.ts'
import { confirmationFields, subscriberFields } from '../messages/subscriber-fields.ts'
import type { Plan } from '../plan/schema.ts'
import type { SendConfirmation, Subscribers } from './subscribers.ts'

export interface TellSubscribersParts {
  messages: Messages
  /** Absent: no mail is set up. */
  email: Pick<EmailCarriers, 'mailOut'> | undefined
  /** Absent: nobody can subscribe. */
  subscribers(): Pick<Subscribers, 'confirmedFor'> | undefined
}

/** Detail: `{ off: true }` when nobody can subscribe, `{ sent: 0 }` when nobody has, else as `tellEach` does. */
export function createTellSubscribers({
  messages,
  email,
  subscribers,
}: TellSubscribersParts): Carrier<'tell-subscribers'> {
  return async (effect, carrying) => {
    const list = subscribers()
    if (!list || !email) return { ok: true, detail: { off: true } }
    const { plan, view, obligation } = carrying
    const recipients = await list.confirmedFor(plan.id)
    if (recipients.length === 0) return { ok: true, detail: { sent: 0 } }
    const pageText = pageWords(messages, plan, view)
    const unsubscribe = new Map(recipients.map(({ address, unsubscribeUrl }) => [address, unsubscribeUrl]))
    const told = await email.mailOut(
      recipients,
      ({ address }) => {
        const unsubscribeUrl = unsubscribe.get(address) ?? ''
        return messages.render('subscriber-update', 'email', subscriberFields(carrying, { pageText, unsubscribeUrl }))
      },
      // Owed again and again under one id: each state of the page is a message of its own.
      { carrying: { ...carrying, obligation: `${obligation}/${effect.version}` } },
    )
    // Everybody was refused for good: that is done too, and the next news is for whoever subscribes until then.
    return !told.ok && told.permanent && told.detail ? { ok: true, detail: told.detail } : told
  }
}

/** What the page says last: somebody's words, else the standing ones. */
function pageWords(messages: Messages, plan: Plan, view: View): string {
  if (view.phase === 'merged') return MERGED_WORDS
  const newest = view.updates.findLast((update) => update.public)
  if (newest?.text && view.phase !== 'cancelled') return newest.text
  return standingWords(messages, plan, view.phase === 'cancelled' ? 'cancelled' : (newest?.status ?? view.status))
}

/** Asks an address whether it wants the page's news; undefined: no mail is set up. */
export function confirmBy(
  email: Pick<EmailCarriers, 'sendOne'> | undefined,
  messages: Messages,
  plans: () => Promise<Record<string, Plan>>,
  nowMs: () => number,
): SendConfirmation | undefined {
  if (!email) return undefined
  return async (address, url, planId) => {
    const plan = planId === null ? undefined : (await plans())[planId]
    const rendered = messages.render('subscriber-confirm', 'email', confirmationFields(plan, url))
    const sent = await email.sendOne(address, rendered, {
      signal: AbortSignal.timeout(CONFIRMATION_MAX_MS),
      atMs: nowMs(),
    })
    if (!sent.ok) throw new Error(sent.reason)
  }
}

/** A mail server that is silent for so long does not answer. */
const CONFIRMATION_MAX_MS = 15_000
