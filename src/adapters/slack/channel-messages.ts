/** What is said in the incident's channel: the board, and the running account. Texts come from outside; here they are made fit for Slack. */
import type { WebClient } from '@slack/web-api'
import { isMendedByReturn } from '../../incident/console/evolve-console.ts'
import type { Event } from '../../incident/events.ts'
import type { IncidentState } from '../../incident/state.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Carrier } from '../carrier.ts'
import { BLOCK_LIMITS, type Block } from './block-kit.ts'
import { boardBlocks, boardText } from './board.ts'
import { codeOf, outcomeOf, settle } from './call-outcomes.ts'
import { NO_CHANNEL } from './incident-channel.ts'
import { escapeQuoting, escapeText, slackTime, splitText } from './mrkdwn.ts'
import type { NoticeWords } from './notices.ts'

export type JournaledEvent = Event & { seq: number }

/** Where the words come from. */
export interface SlackMessages extends NoticeWords {
  /** One short sentence for an event, or nothing for housekeeping. `loud` is for what nobody may miss. */
  tell(plan: Plan, state: IncidentState, event: JournaledEvent): { text: string; loud: boolean } | undefined
}

/** The message to update is gone, or is not to be changed any more: a new board is posted instead. */
const BOARD_LOST = ['message_not_found', 'cant_update_message', 'edit_window_closed']

/** What is said so much later than it happened bears its time; otherwise the message's own is right. */
const OLD_NEWS_MS = 60_000
/** What could not be said for so long is told as a whole. */
const HELD_UP_MS = 2 * 60_000

/** Posts the board and pins it, then updates it in place. Detail: `{ ts }`. */
export function showBoard(client: WebClient): Carrier<'show-board'> {
  /** Boards whose pin failed, `<channel>/<ts>`: tried again with the next update, for the board itself is there. */
  const unpinned = new Set<string>()
  const pin = async (channel: string, ts: string) => {
    const key = `${channel}/${ts}`
    const call = settle(client.pins.add({ channel, timestamp: ts }), ['already_pinned'])
    await call.then(() => unpinned.delete(key)).catch(() => unpinned.add(key))
  }
  return (_effect, { state, view, atMs }) =>
    outcomeOf(atMs, async () => {
      if (!state.channel) return NO_CHANNEL
      const channel = state.channel.id
      const content = {
        // The text beside blocks is not escaped by Slack either.
        text: escapeText(boardText(view, atMs)).slice(0, BLOCK_LIMITS.messageChars),
        blocks: boardBlocks(view, atMs),
      }
      const ts = state.board?.ts
      if (ts && (await updated(client, channel, ts, content))) {
        if (unpinned.has(`${channel}/${ts}`)) await pin(channel, ts)
        return { ok: true, detail: { ts } }
      }
      const posted = await client.chat.postMessage({ channel, ...content, unfurl_links: false })
      await pin(channel, posted.ts!)
      return { ok: true, detail: { ts: posted.ts } }
    })
}

/** Updates a message in place. @returns false when it is gone, or not to be changed any more. */
export async function updated(
  client: WebClient,
  channel: string,
  ts: string,
  content: { text: string; blocks: Block[] },
): Promise<boolean> {
  try {
    await client.chat.update({ channel, ts, ...content })
    return true
  } catch (error) {
    if (BOARD_LOST.includes(codeOf(error) ?? '')) return false
    throw error
  }
}

/**
 * Says in the incident's channel what has happened: one message for all posts that waited, several only beyond Slack's length.
 * @param events the incident's journal, any order.
 */
export function say(
  client: WebClient,
  messages: SlackMessages,
  events: (incident: string) => Promise<JournaledEvent[]>,
): Carrier<'say'> {
  return (effect, { incident, plan, state, atMs }) =>
    outcomeOf(atMs, async () => {
      if (!state.channel) return NO_CHANNEL
      const wanted = new Set(effect.posts)
      const seqs = new Set(state.posts.filter(({ id }) => wanted.has(id)).map(({ seq }) => seq))
      const news = (await events(incident))
        .filter(({ seq }) => seqs.has(seq))
        .sort((one, other) => one.seq - other.seq)
        .filter((event) => !isMended(state, event))
        .flatMap((event) => {
          const told = messages.tell(plan, state, event)
          return told ? [{ ...told, atMs: event.atMs, seq: event.seq, ofAttempt: isOfAttempt(event) }] : []
        })
      const lines = onceEach(news).map(({ text, loud, atMs: happenedMs, times }) => {
        const when = atMs - happenedMs < OLD_NEWS_MS ? '' : `${slackTime(happenedMs)} `
        return `${loud ? ':rotating_light: ' : ''}${when}${escapeQuoting(text)}${times > 1 ? ` (${times} times)` : ''}`
      })
      const sinceMs = Math.min(atMs, ...state.posts.filter(({ seq }) => seqs.has(seq)).map((one) => one.atMs))
      const head = atMs - sinceMs > HELD_UP_MS && lines.length > 3 ? ['*What happened meanwhile, in order:*'] : []
      const ts = await post(client, state.channel.id, [...head, ...lines].join('\n'))
      return { ok: true, detail: ts ? { ts } : {} }
    })
}

type Attempt = Extract<Event, { type: 'attempt-failed' | 'attempt-lost' }>
const isOfAttempt = (event: Event): event is Event & Attempt =>
  event.type === 'attempt-failed' || event.type === 'attempt-lost'

/** It failed because Slack was away, which is told already, and was made up for when it came back. */
function isMended({ efforts, console: { away, outages } }: IncidentState, event: Event): boolean {
  if (!isOfAttempt(event)) return false
  const during = ({ sinceMs, backMs }: { sinceMs: number; backMs: number }) =>
    sinceMs <= event.atMs && event.atMs <= backMs
  const all = away ? [...outages, { sinceMs: away.sinceMs, backMs: Number.POSITIVE_INFINITY }] : outages
  return isMendedByReturn(efforts, event) && all.some(during)
}

/** What failed in the same way again and again once, where it was first said, with how often; what people said stays as often as they did. */
function onceEach<T extends { text: string; seq: number; ofAttempt: boolean }>(
  all: readonly T[],
): (T & { times: number })[] {
  const keyOf = ({ text, seq, ofAttempt }: T) => (ofAttempt ? text : seq)
  return [...Map.groupBy(all, keyOf).values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, times: others.length + 1 }] : [],
  )
}

/** Posts a text in as few messages as it needs; gives the first one's timestamp, and nothing for an empty text. */
async function post(client: WebClient, channel: string, text: string): Promise<string | undefined> {
  if (text.trim() === '') return undefined
  let first: string | undefined
  for (const part of splitText(text, BLOCK_LIMITS.messageChars)) {
    const posted = await client.chat.postMessage({ channel, text: part, unfurl_links: false, unfurl_media: false })
    first ??= posted.ts
  }
  return first
}
