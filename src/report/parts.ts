/** Parts that a drill's report and the review of an incident have in common: who answered, each step against its budget, who was told, what went wrong. Pure. */
import type {
  AudienceReport,
  DrillReport,
  LevelReport,
  StepReport,
  TroubleReport,
} from '../incident/drill/report-shape.ts'
import type { StepStatus } from '../incident/recovery/standing.ts'
import { formatRounded } from '../plan/length.ts'
import { AUDIENCE_MEANS_LABELS } from '../plan/means-labels.ts'
import type { AudienceMeans } from '../plan/schema.ts'
import { type Block, heading, lean, list, type Prose, paragraph, words } from '../render/document.ts'

/** An instant, as this document shows it. */
export type Time = (atMs: number) => string

export const verdict = (met: boolean | null): Prose =>
  met === null ? 'not known' : met ? 'met' : [{ flag: 'danger', text: 'missed' }]

export function troubles({ troubles: all }: DrillReport, time: Time): Block[] {
  const said = ({ atMs, what }: TroubleReport): Prose => words`${time(atMs)}: ${what}`
  return [
    heading(2, 'What went wrong', 'troubles'),
    ...(all.length === 0 ? [paragraph('Nothing that Muster could see.')] : [list(all.map(said))]),
  ]
}

export function acknowledgement({ acknowledgement: { levels } }: DrillReport, time: Time): Block[] {
  const row = ({ label, reachedMs, people, unreachable, tookMs }: LevelReport): Prose[] => [
    label,
    time(reachedMs),
    people.map(({ name }) => name).join(', '),
    unreachable.map(({ name }) => name).join(', '),
    tookMs === null ? '' : `after ${formatRounded(tookMs)}`,
  ]
  const table = lean('Levels', ['Level', 'Paged at', 'Paged', 'Not reached', 'First answer'], levels.map(row))
  return table.length === 0 ? [] : [heading(2, 'Who answered', 'answers'), ...table]
}

const OUTCOMES: Record<StepStatus, string> = {
  waiting: 'not reached',
  ready: 'not begun',
  'awaiting-approval': 'waited for an approval',
  running: 'not ended',
  succeeded: 'done',
  failed: 'failed',
  skipped: 'left out',
  unknown: 'not known how it ended',
}

export function steps({ steps: all }: DrillReport): Block[] {
  const row = ({ title, budgetMs, tookMs, over, outcome, tries, dry }: StepReport): Prose[] => [
    title,
    budgetMs === null ? '' : formatRounded(budgetMs),
    tookMs === null ? '' : over ? [{ flag: 'danger', text: formatRounded(tookMs) }] : formatRounded(tookMs),
    `${OUTCOMES[outcome]}${dry ? ', looked on only' : ''}`,
    tries > 1 ? `${tries}` : '',
  ]
  const table = lean('Steps', ['Step', 'Budget', 'Took', 'Outcome', 'Tries'], all.map(row))
  return table.length === 0 ? [] : [heading(2, 'Steps', 'steps'), ...table]
}

const MOMENTS: Record<string, string> = {
  initial: 'first message',
  progress: 'update',
  resolved: 'that it is over',
  correction: 'that it was none',
  review: 'the review',
}

export function audiences({ audiences: all }: DrillReport, time: Time): Block[] {
  const row = (one: AudienceReport): Prose[] => [
    one.audience,
    AUDIENCE_MEANS_LABELS[one.means as AudienceMeans] ?? one.means,
    MOMENTS[one.moment] ?? one.moment,
    one.dueMs === null ? '' : time(one.dueMs),
    one.deadlineMs === null ? '' : time(one.deadlineMs),
    toldText(one, time),
  ]
  const [told, kept] = [all.filter((one) => !one.sandboxed), all.filter((one) => one.sandboxed)]
  const columns = ['Audience', 'By', 'What', 'Due', 'Late from', 'Told']
  const tables = [
    ...lean('Told', columns, told.map(row)),
    ...lean('Outside nobody hears of a drill: what would have been owed', columns, kept.map(row)),
  ]
  return tables.length === 0 ? [] : [heading(2, 'Who was told', 'audiences'), ...tables]
}

function toldText({ sandboxed, updates, atMs, deadlineMs, late }: AudienceReport, time: Time): Prose {
  if (sandboxed) return updates > 0 ? `and ${updates} ${updates === 1 ? 'update' : 'updates'}` : ''
  if (atMs === null) return late ? [{ flag: 'danger', text: 'never' }] : 'not yet'
  if (!late) return time(atMs)
  const by = deadlineMs === null || atMs <= deadlineMs ? 'late' : `${formatRounded(atMs - deadlineMs)} late`
  return words`${time(atMs)}, ${{ flag: 'danger', text: by }}`
}
