/**
 * The situation in a few lines, for somebody who was woken a minute ago: what it is, how much time is left, who is on it, what comes
 * next. Everything is in the view already; this only puts it into words.
 */

import type { PersonView } from '../../src/incident/person-view.ts'
import type { View } from '../../src/incident/view-shape.ts'
import { inWords } from '../../src/plan/in-words.ts'
import { headline } from './headline.ts'
import { beingPaged } from './ladder.ts'
import { bullets, lines } from './lists.ts'
import { forecastLine, rpoLine, stepLine } from './steps.ts'
import { clockTime, moment, relative, roughly } from './times.ts'

const OWED_MAX = 4
const TROUBLES_MAX = 3

/** @param held said first and loudly: while everything outgoing is held nobody is paged (promise 8). */
export function situation(view: View, nowMs: number, held: string | undefined): string {
  return lines(
    held,
    `*${view.id}* ${headline(view)}`,
    stands(view, nowMs),
    view.phase === 'open' && rtoLine(view, nowMs),
    view.phase === 'open' && recoveryLines(view, nowMs),
    view.adriftSinceMs !== null && adriftLine(view.adriftSinceMs, nowMs),
    view.etaMs !== null && view.phase === 'open' && `Expected to be over: ${moment(view.etaMs, nowMs)}`,
    whoIsOnIt(view, nowMs),
    view.troubles.length > 0 &&
      `*Trouble:*${bulletsBelow(
        view.troubles.map((one) => one.what),
        TROUBLES_MAX,
      )}`,
    view.phase === 'open' && nextLines(view, nowMs),
    channelLine(view),
  )
}

/** While the database is away: what goes on, and what does not. */
const adriftLine = (sinceMs: number, nowMs: number) =>
  `*Running from the lifeboat* since ${moment(sinceMs, nowMs)}: paging goes on, steps and approvals wait.`

function stands(view: View, nowMs: number): string {
  const began = `declared ${moment(view.declared.atMs, nowMs)} by ${called(view.declared.by)}`
  switch (view.phase) {
    case 'resolved':
    case 'cancelled':
      return `${capital(view.phase)} ${view.endedMs === null ? '' : moment(view.endedMs, nowMs)}, ${began}`
    case 'merged':
      return `The same as ${view.mergedInto ?? 'another incident'}: go on there.`
    case 'open':
    case 'not-declared':
      return `${capital(view.status)}, ${began}`
    default:
      return view.phase satisfies never
  }
}

/** `RTO: 3 h 35 min left, until 14:00 UTC`. */
export function rtoLine(view: View, nowMs: number): string {
  const { deadlineMs, stoppedMs } = view.rto
  if (stoppedMs !== null)
    return `The service was back at ${clockTime(stoppedMs, nowMs)}, ${roughly(Math.abs(deadlineMs - stoppedMs))} ${stoppedMs <= deadlineMs ? 'before' : 'beyond'} the RTO`
  const left = deadlineMs - nowMs
  return left >= 0
    ? `RTO: ${roughly(left)} left, until ${clockTime(deadlineMs, nowMs)}`
    : `*RTO exceeded* by ${roughly(-left)}, it was ${clockTime(deadlineMs, nowMs)}`
}

const IN_HAND_MAX = 3

/** How far the recovery is, and what is in hand. */
function recoveryLines(view: View, nowMs: number): string | undefined {
  const { recovery } = view
  if (!recovery) return undefined
  const inHand = recovery.now.flatMap((id) => recovery.steps.find((step) => step.id === id) ?? [])
  return lines(
    `Recovery: ${recovery.done} of ${recovery.total} steps done; \`/dr step\` lists them`,
    forecastLine(recovery, view, nowMs),
    rpoLine(recovery, nowMs),
    inHand.length > 0 &&
      bullets(
        inHand.map((step) => stepLine(step, nowMs)),
        IN_HAND_MAX,
      ),
  )
}

function whoIsOnIt(view: View, nowMs: number): string {
  const leads = view.roles.filter((role) => role.holder !== null)
  const roles = leads.map((role) => `${role.label}: ${role.holder?.name}${role.acting ? ' (acting)' : ''}`)
  const acknowledged = view.acknowledged.map((one) => `${called(one.person)} ${relative(one.atMs, nowMs)}`)
  const paged = view.phase === 'open' ? beingPaged(view) : ''
  return lines(
    roles.join(' • '),
    acknowledged.length > 0
      ? `Acknowledged: ${inWords(acknowledged)}`
      : view.phase === 'open' && '*Nobody has acknowledged yet.*',
    paged !== '' && `Being paged: ${paged}`,
    view.phase === 'open' && view.ladder.paused !== null && pausedLine(view.ladder.paused, nowMs),
  )
}

export function pausedLine(paused: NonNullable<View['ladder']['paused']>, nowMs: number): string {
  const until = paused.untilMs === null ? 'until somebody resumes it' : `until ${moment(paused.untilMs, nowMs)}`
  return `*The ladder is paused* ${until}${paused.reason ? `: ${paused.reason}` : ''}`
}

/** What is owed next, soonest first; empty when nothing is. */
export function nextLines(view: View, nowMs: number): string {
  if (view.owed.length === 0) return ''
  const owed = view.owed.map((one) => `${moment(one.dueMs, nowMs)} ${one.what}`)
  return `Next:${bulletsBelow(owed, OWED_MAX)}`
}

/** One item stays on the line of its heading, several go below it. */
const bulletsBelow = (items: string[], max: number): string =>
  items.length === 1 ? ` ${items[0]}` : `\n${bullets(items, max)}`

export const channelLine = (view: View): string => (view.channel === null ? '' : `Channel: <#${view.channel.id}>`)

/** Somebody whom the plan does not know is mentioned by their Slack id. */
const called = ({ name }: PersonView): string =>
  name.startsWith('slack:') ? `<@${name.slice('slack:'.length)}>` : name

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
