/** The news of quiet days in Slack: to one person with buttons that answer it, and in the plan's overview channel. */
import type { WebClient } from '@slack/web-api'
import { contactQuestion } from '../../messages/contact-words.ts'
import { actorName } from '../../messages/names.ts'
import { newsWords } from '../../messages/news-words.ts'
import type { Outcome } from '../../plan/core.ts'
import type { NewsCarrier, NewsCarrying } from '../news-carrier.ts'
import { refused } from '../outcomes.ts'
import { type Block, buttons, section } from './block-kit.ts'
import { carry } from './button-value.ts'
import { outcomeOf, settle } from './call-outcomes.ts'
import { channelByName } from './incident-channel.ts'
import { escapeAnswer, escapeWithin } from './mrkdwn.ts'
import { slackIdOf, withoutSlackId } from './who-to-reach.ts'

const TITLE_CHARS_MAX = 200
const TEXT_CHARS_MAX = 2_500

/** Detail of a success: `{ means: 'slack' }`. */
export function tellNewsBySlack(
  client: WebClient,
  channelOf: (user: string) => Promise<string>,
): NewsCarrier<'tell-news'> {
  return (effect, carrying) =>
    outcomeOf(carrying.atMs, async () => {
      const user = slackIdOf(carrying.plan, effect.person)
      if (!user) return withoutSlackId(carrying.plan, effect.person)
      return posted(client, await channelOf(user), effect.news, carrying)
    })
}

/** Asks for a confirmation by the very means that it is about. */
export function askContactBySlack(
  client: WebClient,
  channelOf: (user: string) => Promise<string>,
): NewsCarrier<'ask-contact'> {
  return ({ person }, { plan, atMs }) =>
    outcomeOf(atMs, async () => {
      const user = slackIdOf(plan, person)
      if (!user) return withoutSlackId(plan, person)
      const text = escapeWithin(contactQuestion(plan), TEXT_CHARS_MAX)
      const confirm = { command: 'readiness', label: 'I got it', value: carry(undefined, `reached ${plan.id} slack`) }
      const blocks: Block[] = [section(text), ...buttons([{ ...confirm, style: 'primary' }])]
      await client.chat.postMessage({ channel: await channelOf(user), text, blocks, unfurl_links: false })
      return { ok: true, detail: { means: 'slack' } }
    })
}

export const postNews =
  (client: WebClient): NewsCarrier<'post-news'> =>
  (effect, carrying) =>
    outcomeOf(carrying.atMs, async () => {
      const { overviewChannel } = carrying.plan
      return overviewChannel ? posted(client, channelByName(overviewChannel), effect.news, carrying) : { ok: true }
    })

async function posted(client: WebClient, channel: string, id: string, carrying: NewsCarrying): Promise<Outcome> {
  const { plan, state, atMs } = carrying
  const news = state.news.find((one) => one.id === id)
  if (!news) return refused('It is not known any more.')
  const { title, text, buttons: answers } = newsWords(plan, state, news, atMs)
  const blocks: Block[] = [
    section(`*${escapeWithin(title, TITLE_CHARS_MAX)}*\n${escapeAnswer(text.slice(0, TEXT_CHARS_MAX))}`),
    ...buttons(answers.map(({ value, ...rest }) => ({ ...rest, value: carry(undefined, value) }))),
  ]
  const body = escapeWithin(`${title}. ${text}`, TITLE_CHARS_MAX * 2)
  const sent = await client.chat.postMessage({ channel, text: body, blocks, unfurl_links: false })
  return { ok: true, detail: { means: 'slack', ref: sent.ts, channel: sent.channel ?? channel } }
}

/** The same message without its buttons, and what has become of it. Whoever deleted it has none left to press. */
export const retireNews =
  (client: WebClient): NewsCarrier<'retire-news'> =>
  ({ news: id, ref, channel }, { plan, state, atMs }) =>
    outcomeOf(atMs, async () => {
      const news = state.news.find((one) => one.id === id)
      if (!news) return { ok: true }
      const { title } = newsWords(plan, state, news, atMs)
      const became = news.answered ? `Answered by ${actorName(plan, news.answered.by)}.` : 'That is over.'
      const text = `~${escapeWithin(title, TITLE_CHARS_MAX)}~\n${became}`
      await settle(client.chat.update({ channel, ts: ref, text: `${title}: ${became}`, blocks: [section(text)] }), [
        'message_not_found',
      ])
      return { ok: true }
    })
