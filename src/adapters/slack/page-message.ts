/**
 * The words and buttons of direct messages. A page says, in this order: how bad and what, why this person, what is asked, and how to answer;
 * never more than fits a phone's screen. Pure.
 */
import type { PageView, View } from '../../incident/view-shape.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Block, type ButtonSpec, buttons, context, header, section } from './block-kit.ts'
import { carry } from './button-value.ts'
import { clip, escapeText, escapeWithin, oneLine, personLabel, slackTime, utcTime } from './mrkdwn.ts'

export interface DirectMessage {
  /** Plain words for notifications, escaped as Slack wants them. */
  text: string
  blocks: Block[]
}

const LINE_CHARS_MAX = 300
const SEEN_CHARS_MAX = 500
/** What a locked phone shows, and a little more. */
const NOTIFICATION_CHARS_MAX = 600
/** Bundled incidents named; the rest are counted. */
const ALSO_MAX = 5

export const heading = (view: View): string => {
  const drill = view.mode === 'drill' ? 'DRILL · ' : ''
  return clip(
    `${drill}${oneLine(view.severity.label)} · ${oneLine(view.scenario?.title ?? view.seen) || view.plan.name}`,
    140,
  )
}

const line = (raw: string): string => escapeWithin(oneLine(raw), LINE_CHARS_MAX)

/** Opens the channel in whichever Slack the reader uses (docs.slack.dev, "Deep linking"). */
const channelUrl = (channelId: string): string =>
  `https://slack.com/app_redirect?channel=${encodeURIComponent(channelId)}`

/** Leads into the channel of an incident; nothing while it has none. */
export const joinButton = ({ id, channel }: Pick<View, 'id' | 'channel'>): ButtonSpec[] =>
  channel ? [{ command: 'join', label: 'Join channel', value: carry(id), url: channelUrl(channel.id) }] : []

/**
 * @param levelKey key of the level for which the person is paged; `page/<n>` for one paged by hand.
 * @param alsoFor ids of other incidents whose pages are bundled into this one; each gets its own button to acknowledge.
 */
export function pageMessage(view: View, levelKey: string, alsoFor: readonly string[] = []): DirectMessage {
  const level = view.ladder.levels.find(({ key }) => key === levelKey)
  const why = [level?.label, level?.purpose].filter((part) => part).join(': ') || 'You are needed.'
  const asked = 'Acknowledge if you take it. If you cannot, say so, and the next person is called at once.'
  const reason = clip(oneLine(why), LINE_CHARS_MAX / 2).replace(/\.$/, '')
  const text = `${heading(view)} (${view.id}, ${clip(oneLine(view.plan.name), 60)}). You are paged: ${reason}. ${asked}${also(alsoFor)}`
  return {
    text: escapeWithin(text, NOTIFICATION_CHARS_MAX),
    blocks: [
      header(heading(view)),
      section(
        [
          `*${line(view.plan.name)}* · \`${line(view.id)}\` · declared ${slackTime(view.declared.atMs)} by ${personLabel(view.declared.by)}`,
          ...(view.seen ? [`*Seen* ${escapeWithin(oneLine(view.seen), SEEN_CHARS_MAX)}`] : []),
        ].join('\n'),
      ),
      section(`*Why you* ${line(why)}\n*What is asked* ${asked}`),
      section(whereAndWhen(view)),
      ...(alsoFor.length > 0 ? [section(`:warning:${escapeText(also(alsoFor))}`)] : []),
      ...buttons([...answers(view, 'Acknowledge'), ...alsoFor.slice(0, ALSO_MAX).map(acknowledgeToo)]),
    ],
  }
}

function also(incidents: readonly string[]): string {
  if (incidents.length === 0) return ''
  const more = incidents.length > ALSO_MAX ? ` and ${incidents.length - ALSO_MAX} more` : ''
  return ` Also waiting for you: ${incidents.slice(0, ALSO_MAX).join(', ')}${more}.`
}

const acknowledgeToo = (id: string): ButtonSpec => ({ command: 'ack', label: `Acknowledge ${id}`, value: carry(id) })

const answers = (view: View, acknowledge: string): ButtonSpec[] => [
  { command: 'ack', label: acknowledge, value: carry(view.id), style: 'primary' },
  { command: 'next', label: 'I can’t: next one', value: carry(view.id) },
  ...joinButton(view),
]

function whereAndWhen(view: View): string {
  const where = view.channel ? `*Channel* <#${view.channel.id}>` : '*Channel* being opened; you will be invited.'
  return `${where}\n*RTO* until ${slackTime(view.rto.deadlineMs, '{date_short_pretty} {time}')}`
}

/** The page without its buttons, saying what became of it. */
export function retiredPageMessage(view: View, pageId: string): DirectMessage {
  const page = view.ladder.levels.flatMap(({ pages }) => pages).find(({ id }) => id === pageId)
  const became = whatBecame(view, page)
  return {
    text: `${line(heading(view))} (${line(view.id)}): ${became}`,
    blocks: [
      section(`~${line(heading(view))}~ \`${line(view.id)}\`\n${became}`),
      ...(view.phase === 'open' && view.channel ? [context(`It goes on in <#${view.channel.id}>.`)] : []),
    ],
  }
}

/** Escaped, as it stands within other sentences. */
function whatBecame(view: View, page: PageView | undefined): string {
  if (view.phase === 'resolved') return `Resolved${at(view.endedMs)}. Nothing more is asked of you.`
  if (view.phase === 'cancelled') return `Cancelled${at(view.endedMs)}: it was a false alarm.`
  if (view.phase === 'merged') return `It is the same as ${line(view.mergedInto ?? '')} and goes on there.`
  if (page?.state === 'declined') return 'You have passed this on; the next one is called.'
  const own = view.acknowledged.find(({ person }) => person.id === page?.person.id)
  if (own) return `You have acknowledged${at(own.atMs)}. Thank you.`
  const others = view.acknowledged.slice(0, 5).map(({ person }) => personLabel(person))
  if (others.length > 0) return `Acknowledged by ${others.join(', ')}. Nothing more is asked of you.`
  return 'This page is no longer needed.'
}

const at = (atMs: number | null): string => (atMs === null ? '' : ` at ${utcTime(atMs)}`)

/** After a silence, to somebody who acknowledged. */
export function askAgainMessage(view: View): DirectMessage {
  const text = `Are you still on it? ${heading(view)} (${view.id}). Without an answer others are called.`
  return {
    text: escapeWithin(text, NOTIFICATION_CHARS_MAX),
    blocks: [
      section(
        `*Are you still on it?*\n${line(heading(view))} · \`${line(view.id)}\`\nWithout an answer others are called.`,
      ),
      ...buttons(answers(view, 'Still on it')),
    ],
  }
}

/** Proves that a person can be reached, and says that nothing is wrong before anything else. */
export function testPageMessage(plan: Plan): DirectMessage {
  const text = `TEST, nothing is wrong. This is how ${oneLine(plan.system.name)} would page you by Slack. You need not do anything.`
  return { text: escapeText(text), blocks: [section(escapeText(text))] }
}
