/**
 * The board: an incident in one message, for somebody woken up and reading on a phone. What matters most comes first: how bad and what, how
 * much time is left, what went wrong; then who is on it, what is owed next, and buttons for what can be done now.
 *
 * Pure, and within Slack's limits whatever the view holds: lists are cut with "… and n more". The whole stays below `TEXT_CHARS_MAX`.
 */

import { VIA_LABELS, type View } from '../../incident/view-shape.ts'
import { actionsThatAsk } from '../../messages/ending-words.ts'
import { formatDuration } from '../../plan/length.ts'
import { type Block, buttons, context, header, section } from './block-kit.ts'
import { recoveryBlocks } from './board-recovery.ts'
import { carry } from './button-value.ts'
import { clip, escapeWithin, fitLines, oneLine, personLabel, slackTime, utcTime } from './mrkdwn.ts'

/** Slack cuts a message near 13,200 characters of text in blocks, which it does not document (slackapi/bolt-js#2509). */
export const TEXT_CHARS_MAX = 12_000

/** Characters and lines for each part; together with the recovery and the buttons' labels they stay below `TEXT_CHARS_MAX`. */
const PARTS = {
  name: { charsMax: 80 },
  seen: { charsMax: 400 },
  troubles: { charsMax: 1_500, linesMax: 6, lineCharsMax: 240 },
  people: { charsMax: 900, linesMax: 8 },
  roles: { charsMax: 1_200, linesMax: 10 },
  waits: { charsMax: 800, linesMax: 5, lineCharsMax: 120 },
  owed: { charsMax: 1_200, linesMax: 5, lineCharsMax: 220 },
  update: { charsMax: 400 },
} as const

const MINUTE_MS = 60_000
/** People named as being called. */
const CALLED_MAX = 5

/**
 * @param nowMs the program's clock: what the times left are counted from.
 * @returns at most 16 blocks.
 */
export function boardBlocks(view: View, nowMs: number): Block[] {
  const open = view.phase === 'open'
  return [
    header(boardTitle(view)),
    section(`*${name(view.plan.name)}* · \`${name(view.id)}\`\n${clockLine(view, nowMs)}`),
    ...adrift(view),
    ...troubles(view),
    section(situation(view, nowMs)),
    ...recoveryBlocks(view, nowMs),
    ...(open ? [section(whoIsOnIt(view, nowMs))] : []),
    section(roles(view)),
    ...whatWaits(view, nowMs),
    ...(open ? [section(whatIsNext(view, nowMs))] : []),
    ...latestUpdate(view),
    ...buttons(
      actionsThatAsk(view).map(({ command, label, value, style, asks }) => ({
        command,
        label,
        value: carry(view.id, value),
        ...(style ? { style } : {}),
        ...(asks ? { asks } : {}),
      })),
    ),
    context(`As of ${slackTime(nowMs)}. \`/dr status\` shows you the same, \`/dr help\` all commands.`),
  ]
}

/** The board in one sentence, for notifications and screen readers. */
export function boardText(view: View, nowMs: number): string {
  return `${boardTitle(view)} (${view.id}, ${clip(oneLine(view.plan.name), PARTS.name.charsMax)}): ${clockText(view, nowMs)}`
}

function boardTitle(view: View): string {
  const drill = view.mode === 'drill' ? 'DRILL · ' : ''
  const what = oneLine(view.scenario?.title ?? view.seen) || 'scenario not known yet'
  const phase = {
    open: '',
    resolved: 'Resolved · ',
    cancelled: 'False alarm · ',
    merged: 'Merged · ',
    'not-declared': '',
  }
  return clip(`${drill}${phase[view.phase]}${oneLine(view.severity.label)} · ${what}`, 140)
}

const name = (raw: string): string => escapeWithin(oneLine(raw), PARTS.name.charsMax)

/** A length that a glance takes in: whole minutes from a minute on. */
const roughly = (ms: number): string =>
  formatDuration(ms < MINUTE_MS ? Math.floor(ms / 1000) * 1000 : Math.floor(ms / MINUTE_MS) * MINUTE_MS)

/** `in 12 min`, `now`, `3 min ago`. */
function fromNow(atMs: number, nowMs: number): string {
  const ms = atMs - nowMs
  if (Math.abs(ms) < 1000) return 'now'
  return ms > 0 ? `in ${roughly(ms)}` : `${roughly(-ms)} ago`
}

/** When the service was back: what the objective is about, whatever else is still to be done. Null: the clock runs. */
const stoppedMs = ({ rto, endedMs }: View): number | null => rto.stoppedMs ?? endedMs

/** `service back after 35 min` while the incident is open, `it took 35 min` at its end. */
function tookText(view: View, atMs: number): string {
  const took = roughly(Math.max(0, atMs - view.rto.startMs))
  return view.phase === 'open' ? `service back after ${took}` : `it took ${took}`
}

function clockText(view: View, nowMs: number): string {
  const { rto } = view
  const objective = formatDuration(rto.objectiveMs)
  const backMs = stoppedMs(view)
  if (backMs !== null) return `${tookText(view, backMs)} of ${objective} (RTO).`
  const leftMs = rto.deadlineMs - nowMs
  if (leftMs < 0) return `RTO of ${objective} missed ${roughly(-leftMs)} ago (${utcTime(rto.deadlineMs)}).`
  return `${roughly(leftMs)} of ${objective} left (RTO), until ${utcTime(rto.deadlineMs)}.`
}

function clockLine(view: View, nowMs: number): string {
  const { rto } = view
  const objective = formatDuration(rto.objectiveMs)
  const backMs = stoppedMs(view)
  if (backMs !== null) {
    const late = backMs > rto.deadlineMs ? ' :red_circle: missed' : ' :white_check_mark: kept'
    return `*RTO ${objective}*${late}: ${tookText(view, backMs)}`
  }
  const leftMs = rto.deadlineMs - nowMs
  const deadline = slackTime(rto.deadlineMs, '{date_short_pretty} {time}')
  if (leftMs < 0) return `:red_circle: *RTO ${objective} missed ${roughly(-leftMs)} ago* · it was due ${deadline}`
  const half = leftMs < rto.objectiveMs / 2 ? ':large_yellow_circle: ' : ''
  return `${half}*${roughly(leftMs)} left* of RTO ${objective} · due ${deadline}`
}

/** While the database is away. */
function adrift({ adriftSinceMs }: View): Block[] {
  if (adriftSinceMs === null) return []
  const since = slackTime(adriftSinceMs)
  return [section(`:rowboat: *Running from the lifeboat since ${since}*: paging goes on, steps and approvals wait.`)]
}

function troubles(view: View): Block[] {
  if (view.troubles.length === 0) return []
  const { charsMax, linesMax, lineCharsMax } = PARTS.troubles
  const lines = view.troubles.map(
    ({ atMs, what }) => `• ${slackTime(atMs)} ${escapeWithin(oneLine(what), lineCharsMax)}`,
  )
  return [section(`:rotating_light: *Trouble*\n${fitLines(lines, charsMax, linesMax)}`)]
}

function situation(view: View, nowMs: number): string {
  const lines = [`*Status* ${view.phase === 'cancelled' ? 'cancelled, false alarm' : view.status}`]
  const away = view.slackAway.at(-1)
  if (away)
    lines.push(
      `Slack was away from ${slackTime(away.sinceMs)}${away.backMs === null ? ' on' : ` to ${slackTime(away.backMs)}`}: what happened meanwhile stands in the channel`,
    )
  if (view.mergedInto) lines[0] += ` · goes on in \`${name(view.mergedInto)}\``
  if (view.etaMs !== null && view.phase === 'open') {
    lines[0] += ` · *expected back* ${slackTime(view.etaMs, '{date_short_pretty} {time}')} (${fromNow(view.etaMs, nowMs)})`
  }
  if (view.seen) lines.push(`*Seen* ${escapeWithin(oneLine(view.seen), PARTS.seen.charsMax)}`)
  const components = view.components.map(({ label }) => oneLine(label)).join(', ')
  if (components) lines.push(`*Affected* ${escapeWithin(components, PARTS.seen.charsMax)}`)
  lines.push(
    `*Declared* ${slackTime(view.declared.atMs, '{date_short_pretty} {time}')} by ${personLabel(view.declared.by)}`,
  )
  return lines.join('\n')
}

function whoIsOnIt(view: View, nowMs: number): string {
  const { charsMax, linesMax } = PARTS.people
  const people = view.acknowledged.map(
    ({ person, atMs, via }) => `• ${personLabel(person)} (${VIA_LABELS[via]}, ${fromNow(atMs, nowMs)})`,
  )
  const heading = people.length > 0 ? '*Acknowledged by*' : ':warning: *Nobody has acknowledged yet*'
  const called = view.ladder.levels.flatMap(({ pages }) => pages.filter(({ state }) => state === 'calling'))
  const names = called.slice(0, CALLED_MAX).map(({ person }) => personLabel(person))
  if (called.length > CALLED_MAX) names.push(`and ${called.length - CALLED_MAX} more`)
  const calling = names.length > 0 ? [`*Being called* ${names.join(', ')}`] : []
  return [heading, ...(people.length > 0 ? [fitLines(people, charsMax, linesMax)] : []), ...calling].join('\n')
}

function roles(view: View): string {
  const { charsMax, linesMax } = PARTS.roles
  const filled = view.roles.flatMap(({ label, holder, acting }) =>
    holder ? [`• ${name(label)}: ${personLabel(holder)}${acting ? ' (acting)' : ''}`] : [],
  )
  // One line for all of them: on a phone the next steps must not be a screen further down.
  const open = view.roles.filter(({ holder }) => !holder).map(({ label }) => name(label))
  const lines = open.length > 0 ? [...filled, `_Unfilled:_ ${open.join(', ')}`] : filled
  const asked = view.roles.some(({ duties }) => duties.length > 0) ? ' (`/dr role list`: what each has to do)' : ''
  return `*Roles*${asked}\n${lines.length > 0 ? fitLines(lines, charsMax, linesMax) : '_none in the plan_'}`
}

function whatIsNext(view: View, nowMs: number): string {
  const { charsMax, linesMax, lineCharsMax } = PARTS.owed
  const lines = view.owed.map(
    ({ dueMs, what }) =>
      `• ${slackTime(dueMs)} (${fromNow(dueMs, nowMs)}) ${escapeWithin(oneLine(what), lineCharsMax)}`,
  )
  const { paused } = view.ladder
  const until = paused?.untilMs == null ? 'until somebody resumes it' : `until ${slackTime(paused.untilMs)}`
  const pause = paused
    ? `:double_vertical_bar: *Ladder paused* ${until}: ${escapeWithin(oneLine(paused.reason), 200)}\n`
    : ''
  return `${pause}*Next*\n${lines.length > 0 ? fitLines(lines, charsMax, linesMax) : '_nothing is owed_'}`
}

/** Drafts to read, questions, what is told by hand: the board says so, their own messages say what. */
function whatWaits(view: View, nowMs: number): Block[] {
  const { charsMax, linesMax, lineCharsMax } = PARTS.waits
  const lines = view.tasks
    .filter(({ state, sinceMs }) => state === 'open' && sinceMs <= nowMs)
    .map((task) => {
      const until = task.untilMs === null ? '' : ` until ${slackTime(task.untilMs)}`
      const who = task.role.people.map((person) => personLabel(person)).join(', ') || name(task.role.label)
      return `• ${WAITING[task.kind]} ${escapeWithin(oneLine(task.title), lineCharsMax)}: ${who}${until}`
    })
  return lines.length === 0 ? [] : [section(`*Waits for somebody*\n${fitLines(lines, charsMax, linesMax)}`)]
}

const WAITING = { approve: 'Draft to', hand: 'Tell by hand:', question: ':question:' } as const

function latestUpdate(view: View): Block[] {
  const latest = view.updates.findLast(({ text, notice }) => text && !notice)
  if (!latest?.text) return []
  const text = escapeWithin(oneLine(latest.text), PARTS.update.charsMax)
  return [section(`*Latest update* ${slackTime(latest.atMs)}, ${personLabel(latest.by)}\n${text}`)]
}
