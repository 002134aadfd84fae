/** Drills and what they have proven, in a line each. */

import { dayText } from '../../src/plan/clock-text.ts'
import { counted, inWords } from '../../src/plan/in-words.ts'
import { MEANS_LABELS } from '../../src/plan/means-labels.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Address } from '../../src/readiness/contacts/track.ts'
import type { DrillStanding } from '../../src/readiness/drills/standing.ts'
import type { Item } from '../../src/readiness/readiness.ts'
import { backupItemLine } from './backups.ts'
import { clockTime, relative, roughly } from './times.ts'

const DAY_MS = 24 * 3_600_000

/** `*Monthly drill* (`monthly`): 2026-12-05 10:00 UTC (in 6 d), Complete disaster; last held 35 d ago`. */
export function drillLine(
  plan: Plan,
  id: string,
  { next, heldMs, overdueSinceMs, skippedMs }: DrillStanding,
  nowMs: number,
): string {
  const drill = plan.drills[id]!
  const zone = drill.zone ?? plan.zone
  const due =
    next === null
      ? 'due at no moment'
      : next.startMs === null
        ? `due by ${dayText(next.untilMs - 1, zone)} (${inDays(next.untilMs, nowMs)})`
        : `${clockTime(next.startMs, nowMs)} (${relative(next.startMs, nowMs)})`
  const what =
    next?.theme ??
    inWords(
      (next?.scenarios ?? []).map((one) => plan.scenarios[one]?.title ?? one),
      'or',
    )
  const held = heldMs === null ? 'never held, as far as is known' : `last held ${daysAgo(heldMs, nowMs)}`
  const late = overdueSinceMs === null ? '' : `*overdue since ${dayText(overdueSinceMs, zone)}*, `
  const skipped = skippedMs === null ? '' : `*skipped ${daysAgo(skippedMs, nowMs)}*, `
  return `*${drill.label}* (\`${id}\`): ${late}${skipped}${due}${what === '' ? '' : `, ${what}`}; ${held}`
}

/** What keeps an item from holding, or that it does. */
export function itemLine(plan: Plan, item: Item, nowMs: number): string {
  if (item.kind === 'drill') return drillLine(plan, item.id, item.standing, nowMs)
  if (item.kind === 'backup' || item.kind === 'backup-loss' || item.kind === 'backup-try')
    return backupItemLine(plan, item, nowMs)
  if (item.kind === 'contacts') return contactsLine(plan, item, nowMs)
  if (item.kind === 'followups') return followupsLine(item)
  if (item.kind === 'reach') return reachLine(item, nowMs)
  const title = `*${plan.scenarios[item.id]?.title ?? item.id}*`
  const { proof, forMs } = item
  if (!proof) return `${title}: never gone through, neither in a drill nor in earnest`
  const how = `${proof.mode === 'drill' ? 'in a drill' : 'in earnest'}, in ${roughly(proof.tookMs)} of ${roughly(proof.rtoMs)}`
  const looked = proof.onlyLooked
    ? `; ${counted(proof.onlyLooked, 'step')} that would change something were only looked on, so the time says little`
    : ''
  const old = item.holds ? '' : `; that counts for ${Math.round(forMs / DAY_MS)} days`
  return `${title}: last proven ${daysAgo(proof.startedMs, nowMs)} ${how}${looked}${old} (${proof.incident})`
}

const WAITING_MAX = 6

const contactsLine = (
  plan: Plan,
  { lastMs, asked, confirmed, waiting }: Extract<Item, { kind: 'contacts' }>,
  nowMs: number,
): string =>
  lastMs === null
    ? '*Contacts*: nobody has been asked yet to confirm that they can be reached; `/dr readiness test` does'
    : `*Contacts*: ${confirmed} of ${asked} addresses were confirmed when everybody was last asked, ${daysAgo(lastMs, nowMs)}${waitingText(plan, waiting)}`

function waitingText(plan: Plan, waiting: readonly Address[]): string {
  if (waiting.length === 0) return ''
  const named = waiting
    .slice(0, WAITING_MAX)
    .map(({ person, means }) => `${plan.people[person]?.name ?? person} by ${MEANS_LABELS[means]}`)
  const more = waiting.length - named.length
  return `; not yet ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const followupsLine = ({ open, overdue }: Extract<Item, { kind: 'followups' }>): string =>
  overdue === 0
    ? `*Follow-ups*: ${counted(open, 'thing')} left to do, none of them overdue`
    : `*Follow-ups*: *${overdue} of ${open} are overdue*, \`/dr followup\` says which`

const reachLine = ({ lookedMs, troubles }: Extract<Item, { kind: 'reach' }>, nowMs: number): string =>
  lookedMs === null
    ? '*What a page needs*: not looked at yet; it is each day at 09:00 UTC'
    : `*What a page needs*: ${troubles === 0 ? 'tokens, accounts, channels and numbers are there' : `*${counted(troubles, 'thing')} would fail*, \`muster doctor\` says which`}, looked at ${daysAgo(lookedMs, nowMs)}`

/** Nobody plans a drill by the hour. */
function inDays(atMs: number, nowMs: number): string {
  const days = Math.floor((atMs - nowMs) / DAY_MS)
  return days === 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`
}

function daysAgo(atMs: number, nowMs: number): string {
  const days = Math.floor((nowMs - atMs) / DAY_MS)
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
}
