/**
 * Figures in words, a row each, the same for Slack, the console and the monthly report. A row that has nothing to tell is left out; what cannot be known says so. Pure.
 */
import { counted } from '../../plan/in-words.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import { personView } from '../person-view.ts'
import type { Attainment, Lengths, Summary } from './summary-shape.ts'

export interface FigureRow {
  id: string
  label: string
  value: string
  /** What it was in the time before, and where it went; absent: nothing to compare with. */
  trend?: { was: string; way: 'up' | 'down' | 'same' }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A smaller change is none. */
const SAME_SHARE = 0.02
const NOT_KNOWN = 'not known'

/** `4 min`, `1 h 32 min`: in steps that somebody would say. */
export function lengthText(ms: number): string {
  const stepMs = Math.abs(ms) < 2 * MINUTE_MS ? 1_000 : Math.abs(ms) < 2 * DAY_MS ? MINUTE_MS : HOUR_MS
  return formatDuration(Math.round(ms / stepMs) * stepMs)
}

/** At most three digits behind the point, and never rounded up to what was not reached. */
export const percentText = (percent: number): string =>
  `${Number((Math.floor(percent * 1_000 + 1e-6) / 1_000).toFixed(3))} %`

export const ARROWS = { up: '▲', down: '▼', same: '=' } as const

/** `92 min ▼ (2 h before)`. */
export const rowText = ({ value, trend }: FigureRow): string =>
  trend ? `${value} ${ARROWS[trend.way]} (${trend.was} before)` : value

export function figureRows(plan: Plan, now: Summary, before?: Summary): FigureRow[] {
  return [
    incidents(now, before),
    ...(now.incidents > 0 ? ofIncidents(plan, now, before) : []),
    ...available(now, before),
    ...(now.incidents > 0 ? burden(now) : []),
    drills(now),
    ...backups(now),
    ...alerts(now),
  ]
}

function compared(
  now: number | null,
  before: number | null | undefined,
  say: (value: number) => string,
): Pick<FigureRow, 'trend'> {
  if (now === null || before === null || before === undefined) return {}
  const isSame = Math.abs(now - before) <= SAME_SHARE * Math.max(Math.abs(now), Math.abs(before))
  return { trend: { was: say(before), way: isSame ? 'same' : now > before ? 'up' : 'down' } }
}

function incidents({ incidents: count, open, falseAlarms, knownSinceMs }: Summary, before?: Summary): FigureRow {
  const parts = [
    count === 0 ? 'none' : String(count),
    ...(open > 0 ? [`${open} still open`] : []),
    ...(falseAlarms > 0 ? [counted(falseAlarms, 'false alarm')] : []),
    ...(knownSinceMs === null ? [] : ['older ones are not counted']),
  ]
  return {
    ...{ id: 'incidents', label: 'Incidents', value: parts.join(', ') },
    ...(count === 0 && before?.incidents === 0 ? {} : compared(count, before?.incidents, String)),
  }
}

function ofIncidents(plan: Plan, now: Summary, before?: Summary): FigureRow[] {
  const { pages } = now
  const lengths = (id: 'mttd' | 'mtta' | 'mttr', label: string): FigureRow => ({
    ...{ id, label, value: lengthsText(now[id], now.incidents) },
    ...compared(now[id].meanMs, before?.[id].meanMs, lengthText),
  })
  const met = (id: 'rto' | 'rpo', label: string): FigureRow => ({
    ...{ id, label, value: attainmentText(now[id], now.incidents) },
    ...compared(now[id].percent, before?.[id].percent, wholePercent),
  })
  const most = pages.most ? `; most to ${personView(plan, pages.most.person).name}, ${pages.most.pages}` : ''
  const each = pages.people > 1 ? `, ${Number((pages.perPerson ?? 0).toFixed(1))} each${most}` : most
  return [
    lengths('mttd', 'Noticed after (MTTD)'),
    lengths('mtta', 'Answered after (MTTA)'),
    lengths('mttr', 'Back after (MTTR)'),
    met('rto', 'RTO met'),
    met('rpo', 'RPO met'),
    {
      ...{ id: 'pages', label: 'Pages' },
      value:
        pages.total === 0
          ? 'none'
          : `${pages.total} to ${pages.people === 1 ? 'one person' : `${pages.people} people`}${each}`,
      ...compared(pages.total, before && before.incidents > 0 ? before.pages.total : null, String),
    },
  ]
}

const wholePercent = (percent: number): string => `${Math.floor(percent)} %`

function lengthsText({ known, meanMs, medianMs, maxMs }: Lengths, of: number): string {
  if (meanMs === null || medianMs === null || maxMs === null) return NOT_KNOWN
  const more = known > 1 ? ` (median ${lengthText(medianMs)}, at most ${lengthText(maxMs)})` : ''
  return `${lengthText(meanMs)}${more}${known < of ? `, known of ${known} of ${of}` : ''}`
}

function attainmentText({ known, met, percent }: Attainment, of: number): string {
  if (percent === null) return NOT_KNOWN
  return `${met} of ${known} (${wholePercent(percent)})${known < of ? `, not known of ${of - known}` : ''}`
}

function available({ availability: now, customerImpactMinutes }: Summary, before?: Summary): FigureRow[] {
  const { percent, objectivePercent, allowedMs, leftMs, leftRatio } = now
  if (percent === null) return []
  const promised = objectivePercent === null ? '' : ` of ${percentText(objectivePercent)} promised`
  const budget =
    leftMs === null || allowedMs === null
      ? []
      : [
          {
            ...{ id: 'budget', label: 'Error budget' },
            value:
              leftMs < 0
                ? `overdrawn by ${lengthText(-leftMs)} (${lengthText(allowedMs)} allowed)`
                : `${lengthText(leftMs)} left of ${lengthText(allowedMs)}${leftRatio === null ? '' : ` (${wholePercent(100 * leftRatio)})`}`,
          },
        ]
  const felt = customerImpactMinutes * MINUTE_MS
  return [
    {
      ...{ id: 'availability', label: 'Available', value: `${percentText(percent)}${promised}` },
      ...compared100(percent, before?.availability.percent),
    },
    ...budget,
    ...(felt > 0
      ? [
          {
            ...{ id: 'impact', label: 'Felt by customers', value: lengthText(felt) },
            ...compared(felt, (before?.customerImpactMinutes ?? 0) * MINUTE_MS || null, lengthText),
          },
        ]
      : []),
  ]
}

/** Of what is nearly whole, what is missing is compared. */
function compared100(now: number, before: number | null | undefined): Pick<FigureRow, 'trend'> {
  if (before === null || before === undefined) return {}
  const way = percentText(now) === percentText(before) ? 'same' : now > before ? 'up' : 'down'
  return { trend: { was: percentText(before), way } }
}

function burden({ approvals, notices }: Summary): FigureRow[] {
  const { count, medianMs, maxMs } = approvals
  const waited =
    medianMs === null || maxMs === null
      ? 'none was decided'
      : `waited for ${lengthText(medianMs)} (median), at most ${lengthText(maxMs)}`
  const told = notices.late === 0 ? `${notices.sent} told, all in time` : `${notices.sent} told, ${notices.late} late`
  return [
    ...(count > 0 ? [{ id: 'approvals', label: 'Approvals', value: `${count}, ${waited}` }] : []),
    ...(notices.sent + notices.late > 0 ? [{ id: 'notices', label: 'Messages', value: told }] : []),
  ]
}

function drills({ drillsHeld: { held, rto }, drills: watched }: Summary): FigureRow {
  const within = rto.known > 0 ? `, ${rto.met} of ${rto.known} within the RTO` : ''
  const missed = watched === null ? `missed ones ${NOT_KNOWN}` : `${watched.missed} missed`
  const skipped = watched && watched.skipped > 0 ? `, ${watched.skipped} left out` : ''
  return { id: 'drills', label: 'Drills', value: `${held} held${within}; ${missed}${skipped}` }
}

function backups({ backups: watched }: Summary): FigureRow[] {
  if (watched === null) return []
  const { sets, restorable, tries, failed } = watched
  const tried = `${tries === 1 ? '1 try' : `${tries} tries`}${failed > 0 ? `, ${failed} failed` : ''}`
  const value =
    sets === 0 ? `no restore is tried, so ${NOT_KNOWN}` : `${restorable} of ${sets} can be restored; ${tried}`
  return [{ id: 'backups', label: 'Backups', value }]
}

function alerts({ alerts: watched }: Summary): FigureRow[] {
  if (watched === null || watched.asked === 0) return []
  const { asked, inWindow, medianMs, byTier } = watched
  const after = medianMs === null ? '' : `, after ${lengthText(medianMs)} (median)`
  const tiers =
    byTier.length > 1
      ? `: ${byTier.map((one) => `${one.tier || 'none'} ${one.inWindow} of ${one.asked}`).join(', ')}`
      : ''
  return [{ id: 'alerts', label: 'Alerts', value: `${inWindow} of ${asked} answered in their window${after}${tiers}` }]
}
