/**
 * The incident's own channel: opening it, its topic, who is in it, its bookmarks, and the line in the plan's overview channel. A channel
 * that exists already is never reused, archived or not: what was said there belongs to another disaster. The one exception is a channel
 * that an earlier attempt opened for this incident and could not report.
 */
import type { WebClient } from '@slack/web-api'
import type { View } from '../../incident/view-shape.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Carrier, Carrying } from '../carrier.ts'
import { failed, refused } from '../outcomes.ts'
import { codeOf, outcomeOf, settle } from './call-outcomes.ts'
import { clip, escapeWithin, oneLine, utcTime } from './mrkdwn.ts'
import { createOwnChannels, purposeOf } from './own-channel.ts'
import { slackIdOf, withoutSlackId } from './who-to-reach.ts'

/** `dr-20261205-1000`, then `-2` … `-20`: a clash needs another incident of the same minute, or a rehearsal of the name. */
const NAMES_MAX = 20
/** Slack's limit for a topic. */
const TOPIC_CHARS_MAX = 250
/** Enough for a status page and runbooks; Slack shows only a handful without a menu. */
const BOOKMARKS_MAX = 20

export const NO_CHANNEL = failed('The incident has no Slack channel yet.')

/**
 * The names to try in order: the incident's id in lower case, then with counting suffixes. The id's own suffix, of a second incident in the
 * same minute, is where the count begins.
 */
function channelNames(id: string, declaredMs: number): string[] {
  const own = /^dr-\d{8}-\d{4}(?:-(\d+))?$/.exec(id.toLowerCase())
  const stamp = new Date(declaredMs).toISOString().replaceAll(/[-:]/g, '')
  const base = own
    ? id.toLowerCase().slice(0, 'dr-YYYYMMDD-HHMM'.length)
    : `dr-${stamp.slice(0, 8)}-${stamp.slice(9, 13)}`
  const first = Number(own?.[1] ?? 1)
  return Array.from({ length: NAMES_MAX }, (_, index) => (first + index === 1 ? base : `${base}-${first + index}`))
}

/** Detail of a success: `{ channelId, channelName }`. */
export function openChannel(client: WebClient): Carrier<'open-channel'> {
  return (_effect, { state, signal, atMs, attempt }) =>
    outcomeOf(atMs, async () => {
      const findOwn = createOwnChannels(client, { incident: state.id, declaredMs: state.declaredMs }, signal)
      for (const name of channelNames(state.id, state.declaredMs)) {
        if (signal.aborted) return failed('Opening the channel took too long.')
        const channel = (await createUnlessTaken(client, name)) ?? (attempt > 1 ? await findOwn(name) : undefined)
        if (!channel) continue
        // The channel is what counts: without its purpose it serves as well.
        await client.conversations.setPurpose({ channel, purpose: purposeOf(state.id) }).catch(() => undefined)
        return { ok: true, detail: { channelId: channel, channelName: name } }
      }
      return refused(`All ${NAMES_MAX} channel names from ${channelNames(state.id, state.declaredMs)[0]} on are taken.`)
    })
}

async function createUnlessTaken(client: WebClient, name: string): Promise<string | undefined> {
  try {
    return (await client.conversations.create({ name })).channel?.id
  } catch (error) {
    if (codeOf(error) === 'name_taken') return undefined
    throw error
  }
}

/** Runs `carry` with the channel's id, once there is one. */
const inChannel = ({ state, atMs }: Carrying, carry: (channel: string) => Promise<Outcome>): Promise<Outcome> => {
  const { channel } = state
  return channel ? outcomeOf(atMs, () => carry(channel.id)) : Promise.resolve(NO_CHANNEL)
}

export function setTopic(client: WebClient): Carrier<'set-topic'> {
  return (_effect, carrying) =>
    inChannel(carrying, async (channel) => {
      await client.conversations.setTopic({ channel, topic: topicOf(carrying.view) })
      return { ok: true }
    })
}

/** Severity, status and clock, for who looks at the channel's head: what changes by the minute has no place here. */
function topicOf(view: View): string {
  const drill = view.mode === 'drill' ? 'DRILL · ' : ''
  const what = oneLine(view.scenario?.title ?? view.seen)
  const status =
    view.phase === 'cancelled'
      ? 'false alarm'
      : view.phase === 'merged'
        ? `merged into ${view.mergedInto}`
        : view.status
  const until = view.phase === 'open' ? ` · RTO until ${utcTime(view.rto.deadlineMs)}` : ''
  const head = `${drill}${oneLine(view.severity.label)} · ${status}${until}`
  return clip(what ? `${head} · ${what}` : head, TOPIC_CHARS_MAX)
}

export function invite(client: WebClient): Carrier<'invite'> {
  return (effect, carrying) =>
    inChannel(carrying, async (channel) => {
      const user = slackIdOf(carrying.plan, effect.person)
      if (!user) return withoutSlackId(carrying.plan, effect.person)
      await settle(client.conversations.invite({ channel, users: user }), ['already_in_channel', 'cant_invite_self'])
      return { ok: true }
    })
}

/** Adds what is not there yet, so that a second try makes no doubles. */
export function setBookmarks(client: WebClient): Carrier<'set-bookmarks'> {
  return (_effect, carrying) =>
    inChannel(carrying, async (channel) => {
      const { statusPage, links } = carrying.plan
      const wanted = [...(statusPage ? [{ label: 'Status page', url: statusPage.url }] : []), ...links]
      const present = (await client.bookmarks.list({ channel_id: channel })).bookmarks ?? []
      const known = new Set(present.map(({ link }) => link))
      for (const { label, url } of wanted.slice(0, BOOKMARKS_MAX)) {
        if (known.has(url)) continue
        if (carrying.signal.aborted) return failed('Setting the bookmarks took too long.')
        await client.bookmarks.add({ channel_id: channel, title: clip(oneLine(label), 80), type: 'link', link: url })
      }
      return { ok: true }
    })
}

/** A channel as a plan names it, for chat.postMessage: ids as they are, names with the `#`. Looking it up would need conversations.list. */
export const channelByName = (name: string): string =>
  /^[CG][A-Z0-9]{8,}$/.test(name) ? name : `#${name.replace(/^#/, '')}`

export function tellOverview(client: WebClient): Carrier<'tell-overview'> {
  return (_effect, { plan, view, atMs }) =>
    outcomeOf(atMs, async () => {
      if (!plan.overviewChannel) return { ok: true }
      const drill = view.mode === 'drill' ? '*DRILL* · ' : ''
      const what = escapeWithin(oneLine(view.scenario?.title ?? view.seen), 300)
      const severity = escapeWithin(oneLine(view.severity.label), 80)
      const where = view.channel ? ` It is run in <#${view.channel.id}>.` : ''
      const text = `${drill}*${severity}* declared for *${escapeWithin(plan.system.name, 80)}*: ${what} (\`${view.id}\`).${where}`
      const posted = await client.chat.postMessage({
        channel: channelByName(plan.overviewChannel),
        text,
        unfurl_links: false,
      })
      return { ok: true, detail: { ts: posted.ts, channel: posted.channel } }
    })
}
