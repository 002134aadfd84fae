/**
 * Notices by Slack: to an audience's channel, and to each of its people by direct message, each once over all attempts. Texts come from outside;
 * here they are made fit for Slack.
 */
import type { WebClient } from '@slack/web-api'
import type { ExternalEffect } from '../../incident/effects.ts'
import type { Outcome } from '../../plan/core.ts'
import { peopleOf } from '../audience-recipients.ts'
import type { Carrier, Carrying } from '../carrier.ts'
import { deliverOnce, deliveryKey, type Found } from '../deliver-once.ts'
import { type Failure, refused, type Sending } from '../outcomes.ts'
import { type Summary, tellEach } from '../tell-each.ts'
import { BLOCK_LIMITS } from './block-kit.ts'
import { failureOf } from './call-outcomes.ts'
import { publicChannels } from './channel-list.ts'
import { channelByName } from './incident-channel.ts'
import { escapeQuoting, splitText } from './mrkdwn.ts'
import { findNotice, markOf, postNotice } from './notice-post.ts'

type Notify = Extract<ExternalEffect, { kind: 'notify' }>

export interface NoticeWords {
  /** What an audience is told by Slack. */
  notice(effect: Notify, carrying: Carrying): { text?: string } | Promise<{ text?: string }>
}

/** In as few messages as the text needs; none for an empty one. */
async function partsOf(words: NoticeWords, effect: Notify, carrying: Carrying): Promise<string[]> {
  const { text = '' } = await words.notice(effect, carrying)
  return text.trim() === '' ? [] : splitText(escapeQuoting(text), BLOCK_LIMITS.messageChars)
}

/** Detail of a success: `{ ts, channel }`, the first message and the channel as the plan names it. */
export function notifyBySlack(client: WebClient, words: NoticeWords): Carrier<'notify'> {
  return async (effect, carrying) => {
    const { plan, atMs, ledger, signal } = carrying
    const notice = plan.notices.find(({ id }) => id === effect.notice)
    const channel = notice && plan.audiences[notice.audience]?.slack
    if (!channel) return refused(`The audience of notice ${effect.notice} has no Slack channel in the plan.`)
    const key = deliveryKey(carrying)
    const known = await ledger.of(key)
    let first: unknown
    for (const [part, text] of (await partsOf(words, effect, carrying)).entries()) {
      const place = ledger.placeOf(key, `${channel}/${part}`)
      const mark = markOf(carrying, part)
      const posted = await deliverOnce(ledger, place, known.get(place.recipient), atMs, {
        send: () => postNotice(client, { channel: channelByName(channel), text, mark, atMs }),
        find: () =>
          inChannelNamed(client, channel, { atMs, signal }, (id) => findNotice(client, { channel: id, mark, atMs })),
      })
      if (!posted.ok) return posted
      first ??= posted.detail?.ref
    }
    return { ok: true, detail: { ts: first, channel } }
  }
}

/** A history is asked for by id, and a plan names its channels. */
async function inChannelNamed(
  client: WebClient,
  channel: string,
  { atMs, signal }: { atMs: number; signal: AbortSignal },
  find: (id: string) => Promise<Found>,
): Promise<Found> {
  const wanted = channelByName(channel)
  if (!wanted.startsWith('#')) return find(wanted)
  try {
    for await (const { id, name } of publicChannels(client, signal)) if (id && `#${name}` === wanted) return find(id)
    return undefined
  } catch (error) {
    return failureOf(error, atMs)
  }
}

/** Slack writes to one person after the other: its limits are the workspace's, and a page must get through beside it. */
const CONCURRENT = 1

/** @param channelOf the direct message channel with a Slack user. Detail: as `tellEach` gives it. */
export function notifyByDirectMessage(
  client: WebClient,
  words: NoticeWords,
  channelOf: (user: string) => Promise<string>,
): Carrier<'notify'> {
  const inChannelOf = async <T>(user: string, atMs: number, act: (channel: string) => Promise<T>) => {
    try {
      return await act(await channelOf(user))
    } catch (error) {
      return failureOf(error, atMs)
    }
  }
  return async (effect, carrying) => {
    const { plan, state, atMs } = carrying
    const notice = plan.notices.find(({ id }) => id === effect.notice)
    const audience = notice && plan.audiences[notice.audience]
    if (!audience) return refused(`The plan has no notice "${effect.notice}" with an audience.`)
    const members = audience.slackGroup ? await membersOf(client, audience.slackGroup, atMs) : []
    const people = peopleOf(audience, plan, state).flatMap((person) => plan.people[person]?.slack ?? [])
    const users = [...new Set([...people, ...('ok' in members ? [] : members)])]
    if (users.length === 0) {
      return 'ok' in members ? members : refused(`${audience.label} has nobody with a Slack id in the plan.`)
    }
    const parts = await partsOf(words, effect, carrying)
    const last = parts.length - 1
    const told = await tellEach(users, carrying, {
      ...{ address: (user) => user, concurrent: CONCURRENT },
      send: (user) =>
        inChannelOf(user, atMs, async (channel) => {
          let sending: Sending = { ok: true, detail: {} }
          for (const [part, text] of parts.entries()) {
            sending = await postNotice(client, { channel, text, mark: markOf(carrying, part), atMs })
            if (!sending.ok) break
          }
          return sending
        }),
      // Whoever has the last part has them all; others get all of them again.
      find: (user) =>
        inChannelOf(user, atMs, (channel) => findNotice(client, { channel, mark: markOf(carrying, last), atMs })),
    })
    return 'ok' in members ? withoutGroup(told, members) : told
  }
}

async function membersOf(client: WebClient, usergroup: string, atMs: number): Promise<string[] | Failure> {
  try {
    return (await client.usergroups.users.list({ usergroup })).users ?? []
  } catch (error) {
    return failureOf(error, atMs)
  }
}

/** The others have been told; that the group was not is said, and tried again while that may help. */
function withoutGroup(told: Outcome, group: Failure): Outcome {
  if (!told.ok) return told
  const { permanent = false, reason } = group
  const { total, failed, failures, ...rest } = told.detail as unknown as Summary
  const missing = { index: total, reason: `The Slack user group: ${reason}`, permanent }
  const detail = { ...rest, total: total + 1, failed: failed + 1, failures: [...failures, missing] }
  return permanent ? { ok: true, detail } : { ...group, detail }
}
