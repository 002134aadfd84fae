/** Programs of an audience, and status pages other than Statuspage, told by a signed POST. What they get is documented in docs/webhooks.md. */
import type { Messages } from '../../messages/messages.ts'
import type { Carrier, Carrying } from '../carrier.ts'
import { deliverOnce, deliveryKey } from '../deliver-once.ts'
import { refused } from '../outcomes.ts'
import { entryOf, publicStatesOf } from '../statuspage/statuspage-entry.ts'
import { type Env, postSigned } from './signed-post.ts'

export interface WebhookOptions {
  messages: Messages
  env: Env
}

export interface WebhookCarriers {
  notify: Carrier<'notify'>
  /** Tells the plan's own kind of status page. */
  publishStatus: Carrier<'publish-status'>
}

export function createWebhookCarriers({ messages, env }: WebhookOptions): WebhookCarriers {
  return {
    async notify(effect, carrying) {
      const { plan, view, ledger, atMs, signal } = carrying
      const notice = plan.notices.find(({ id }) => id === effect.notice)
      const audience = notice && plan.audiences[notice.audience]
      if (!audience?.webhook) return refused(`The audience of notice ${effect.notice} has no webhook in the plan.`)
      const { webhook } = audience
      const { subject, text } = messages.notice(effect, carrying)
      const body = {
        ...headOf(carrying),
        ...{ notice: effect.notice, moment: effect.moment, status: view.status, severity: view.severity.id },
        ...{ subject: subject ?? null, text },
      }
      const key = deliveryKey(carrying)
      const place = ledger.placeOf(key, webhook.urlEnv)
      const known = (await ledger.of(key)).get(place.recipient)
      // It cannot be asked whether it has it; it knows a repeated message by its key.
      return deliverOnce(ledger, place, known, atMs, {
        send: () => postSigned(webhook, { key, body, env, atMs, signal }),
      })
    },

    async publishStatus({ version }, carrying) {
      const { plan, atMs, signal } = carrying
      const page = plan.statusPage
      if (!page?.webhook) return refused('The plan names no webhook of a status page.')
      const { name, status, body: update } = entryOf(carrying, messages)
      const body = {
        ...headOf(carrying),
        ...{ page: page.url, title: name, status, update, version },
        components: publicStatesOf(carrying),
      }
      return postSigned(page.webhook, { key: `${deliveryKey(carrying)}/${version}`, body, env, atMs, signal })
    },
  }
}

const headOf = ({ incident, plan, state, atMs }: Carrying) => ({
  ...{ incident, system: plan.system.publicName ?? plan.system.name },
  ...{ drill: state.mode === 'drill', at: new Date(atMs).toISOString() },
})
