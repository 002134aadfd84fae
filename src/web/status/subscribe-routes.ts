/**
 * Subscribing to the page by mail. Nobody learns from an answer who is subscribed: it is the same whether an address is new, waits for its
 * confirmation, is confirmed, or has asked too often. Opening a link changes nothing, because programs that look through mail open links; the
 * button on its page does. The address that ends a subscription also takes the one-click request of RFC 8058.
 */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isMailAddress } from '../../plan/mail-address.ts'
import { clientOf } from '../client-address.ts'
import type { RootedAddresses } from './addresses.ts'
import type { PublicState } from './public-page.ts'
import { ALL_PLANS, formPageHtml, noticeHtml } from './subscribe-html.ts'

export interface SubscribingPort {
  /** Sends a mail with a link to confirm when there is a reason to. @param plan plan id; null: all. @param client who asks, for the limits. */
  subscribe(plan: string | null, address: string, client: string): Promise<void>
  /** Whether a confirmation link is still good, and for which plan. */
  pending(token: string): Promise<{ plan: string | null } | undefined>
  confirm(token: string): Promise<boolean>
  /** False: the link is none of ours. What has ended already is fine. */
  unsubscribe(token: string): Promise<boolean>
  /** Whether a link could be one of ours. */
  isUnsubscribeToken(token: string): boolean
}

interface Parts {
  subscribing: SubscribingPort
  read: () => Promise<PublicState>
  links: () => RootedAddresses
}

const FORM_BYTES_MAX = 4_096

export function addSubscribing(app: Hono, { subscribing, read, links }: Parts): void {
  const namesIn = ({ plans }: PublicState) =>
    new Map(plans.map((plan) => [plan.id, plan.system.publicName ?? plan.system.name]))
  const say = async (
    context: Context,
    status: 200 | 404,
    notice: { title: string; text: string; plan?: string | null; label?: string },
  ) => {
    const names = namesIn(await read())
    const { title, text, plan, label } = notice
    const known = plan != null && names.has(plan) ? plan : undefined
    // The address has a token in it, which no cache needs to keep.
    context.header('cache-control', 'no-store')
    context.header('x-robots-tag', 'noindex')
    const page = noticeHtml({
      ...{ title, text, links: links(), name: known === undefined ? 'All systems' : names.get(known)! },
      ...(known !== undefined && { planId: known }),
      ...(label !== undefined && { button: { label, action: context.req.path } }),
    })
    return context.html(page, status)
  }

  app.post('/subscribe', bodyLimit({ maxSize: FORM_BYTES_MAX }), async (context) => {
    const form = await context.req.parseBody()
    const address = typeof form.email === 'string' ? form.email.trim() : ''
    const names = namesIn(await read())
    const plan = form.plan === undefined || form.plan === ALL_PLANS ? null : String(form.plan)
    if (plan !== null && !names.has(plan)) return context.text('There is no such page.', 404)
    const about = { links: links(), name: plan === null ? 'All systems' : names.get(plan)! }
    if (!isMailAddress(address)) {
      const problem = 'This is no mail address: write one such as ana@example.com.'
      const own = {
        action: `${links().root}/subscribe`,
        names,
        problem,
        address,
        ...(plan !== null && { planId: plan }),
      }
      return context.html(formPageHtml({ ...about, ...own }), 400)
    }
    await subscribing.subscribe(plan, address, clientOf(context))
    const text =
      'If this address has no subscription yet, a mail with a link is on its way to it: open the link to confirm. Nothing is sent before that.'
    return say(context, 200, { title: 'Look into your mail', text, plan })
  })

  app.get('/confirm/:token', async (context) => {
    const pending = await subscribing.pending(context.req.param('token'))
    if (!pending) return say(context, 404, STALE)
    const names = namesIn(await read())
    const what = pending.plan === null ? 'all systems' : (names.get(pending.plan) ?? 'this system')
    const text = `You get a mail when the status of ${what} changes.`
    return say(context, 200, { title: 'Confirm your subscription', text, plan: pending.plan, label: 'Confirm' })
  })
  app.post('/confirm/:token', async (context) => {
    const token = context.req.param('token')
    const pending = await subscribing.pending(token)
    if (!pending || !(await subscribing.confirm(token))) return say(context, 404, STALE)
    const text = 'From now on you get a mail for each update. Every mail has a link to end it.'
    return say(context, 200, { title: 'You are subscribed', text, plan: pending.plan })
  })

  app.get('/unsubscribe/:token', (context) => {
    if (!subscribing.isUnsubscribeToken(context.req.param('token'))) return say(context, 404, STALE)
    const text = 'You get no more mail about this status page then.'
    return say(context, 200, { title: 'End your subscription', text, label: 'Unsubscribe' })
  })
  app.post('/unsubscribe/:token', async (context) => {
    if (!(await subscribing.unsubscribe(context.req.param('token')))) return say(context, 404, STALE)
    return say(context, 200, { title: 'Your subscription has ended', text: 'You get no more mail from this page.' })
  })
}

const STALE = {
  title: 'This link is not good any more',
  text: 'It was used already, is too old, or is not whole. You can subscribe anew on the status page.',
}
