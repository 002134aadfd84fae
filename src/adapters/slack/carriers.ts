/**
 * Everything that Slack can carry out, effect by effect. What it promises: one try each, an Outcome for whatever Slack does, and nothing
 * remembered that a restart would miss. The engine decides what is tried again and when.
 */
import type { WebClient } from '@slack/web-api'
import type { ExternalEffect } from '../../incident/effects.ts'
import type { Carrier } from '../carrier.ts'
import type { NewsCarrier } from '../news-carrier.ts'
import { type JournaledEvent, type SlackMessages, say, showBoard } from './channel-messages.ts'
import { type DirectMessageCarriers, directChannels, directMessages } from './direct-messages.ts'
import { invite, openChannel, setBookmarks, setTopic, tellOverview } from './incident-channel.ts'
import { askContactBySlack, postNews, retireNews, tellNewsBySlack } from './news.ts'
import { notifyByDirectMessage, notifyBySlack } from './notices.ts'
import { showStep } from './step-messages.ts'
import { showTask } from './task-messages.ts'

export interface SlackCarrierParts {
  /** As made by `createSlackClient`; another one may retry and sleep. */
  client: WebClient
  messages: SlackMessages
  /** An incident's journal. */
  events(incident: string): Promise<JournaledEvent[]>
}

type ChannelKind =
  | 'open-channel'
  | 'set-topic'
  | 'invite'
  | 'set-bookmarks'
  | 'show-board'
  | 'show-step'
  | 'show-task'
  | 'say'
  | 'tell-overview'
  | 'notify'

/** By effect kind; `page`, `ask-approval` and `notify` are those of the means `slack`, `test-page` is the system stream's. */
export type SlackCarriers = {
  [Kind in ChannelKind & ExternalEffect['kind']]: Carrier<Kind>
} & DirectMessageCarriers & {
    'tell-news': NewsCarrier<'tell-news'>
    'post-news': NewsCarrier<'post-news'>
    'ask-contact': NewsCarrier<'ask-contact'>
    'retire-news': NewsCarrier<'retire-news'>
    /** `notify` of the means `slack-dm`. */
    'notify-directly': Carrier<'notify'>
  }

export function createSlackCarriers({ client, messages, events }: SlackCarrierParts): SlackCarriers {
  const channelOf = directChannels(client)
  return {
    ...directMessages(client, channelOf),
    'open-channel': openChannel(client),
    'set-topic': setTopic(client),
    invite: invite(client),
    'set-bookmarks': setBookmarks(client),
    'show-board': showBoard(client),
    'show-step': showStep(client),
    'show-task': showTask(client),
    say: say(client, messages, events),
    'tell-overview': tellOverview(client),
    'tell-news': tellNewsBySlack(client, channelOf),
    'post-news': postNews(client),
    'ask-contact': askContactBySlack(client, channelOf),
    'retire-news': retireNews(client),
    notify: notifyBySlack(client, messages),
    'notify-directly': notifyByDirectMessage(client, messages, channelOf),
  }
}
