/** The report of a drill for somebody on a telephone: actual against objective, what went wrong, and what is still to be written. */
import type { AudienceReport, DrillReport, StepReport } from '../../src/incident/drill/report-shape.ts'
import { inWords } from '../../src/plan/in-words.ts'
import { AUDIENCE_MEANS_LABELS } from '../../src/plan/means-labels.ts'
import type { AudienceMeans } from '../../src/plan/schema.ts'
import { type History, trendText } from '../../src/report/history.ts'
import { bullets, lines } from './lists.ts'
import { clockTime, relative, roughly } from './times.ts'

const SHOWN_MAX = 4
/** Of the levels of a ladder, those that somebody reads on a telephone. */
const LEVELS_MAX = 4

export function drillReportText(report: DrillReport, history: History, filed: string | null, nowMs: number): string {
  const { troubles, unsigned, incident } = report
  return lines(
    `*${headOf(report)}*: ${stateOf(report, nowMs)}`,
    bullets([
      objective('RTO', report.rto.objectiveMs, report.rto.tookMs, report.rto.met, 'the service is not back'),
      objective('RPO', report.rpo.objectiveMs, report.rpo.lostMs, report.rpo.met, lossUnknown(report)),
      `First answer: ${answerText(report)}`,
      ...(report.steps.length > 0 ? [`Steps: ${stepsText(report.steps)}`] : []),
      `Messages: ${toldText(report.audiences)}`,
      ...(report.mode === 'drill' && report.rto.tookMs !== null ? [`Trend: ${trendText(report, history)}`] : []),
    ]),
    troubles.length === 0 ? 'Nothing went wrong that Muster could see.' : '*What went wrong*',
    troubles.length > 0 &&
      bullets(
        troubles.map(({ what }) => what),
        SHOWN_MAX,
      ),
    unsignedText(report, unsigned, incident),
    filed !== null && `The whole report lies in the bucket: \`${filed}\`.`,
  )
}

const headOf = ({ incident, drill, scenario, mode }: DrillReport): string =>
  [`${mode === 'drill' ? 'Drill' : 'Incident'} ${incident}`, drill?.label, scenario?.title]
    .filter((part) => part !== undefined)
    .join(', ')

function stateOf({ phase, endedMs, startedMs }: DrillReport, nowMs: number): string {
  if (phase === 'open') return `it goes on, begun ${relative(startedMs, nowMs)}`
  const how = { resolved: 'resolved', cancelled: 'called off, so it proves nothing', merged: 'merged' }
  return `${how[phase as keyof typeof how] ?? phase}, ${clockTime(endedMs ?? startedMs, nowMs)}`
}

function objective(name: string, wantedMs: number, hadMs: number | null, met: boolean | null, otherwise: string) {
  if (hadMs === null) return `${name}: ${otherwise} (objective ${roughly(wantedMs)})`
  return `${name}: ${roughly(hadMs)} of ${roughly(wantedMs)}, ${met ? 'met' : '*missed*'}`
}

function lossUnknown({ rpo: { met, set } }: DrillReport): string {
  if (met !== null) return '*missed*, there is no usable backup'
  return set === null ? 'not known, no backup was looked for' : `not known, the backup of ${set} may hold the damage`
}

function answerText({ acknowledgement: { tookMs, by, levels, pagedMs } }: DrillReport): string {
  if (pagedMs === null) return 'nobody was paged'
  if (tookMs === null) return '*nobody answered*'
  const each = levels.slice(0, LEVELS_MAX).map((level) => {
    const answer = level.tookMs === null ? 'no answer' : `after ${roughly(level.tookMs)}`
    return `${level.label} ${answer}`
  })
  const detail = levels.length > 1 ? `; ${each.join(', ')}` : ''
  return `${roughly(tookMs)} after the first page${by ? `, ${by.name}` : ''}${detail}`
}

function stepsText(steps: readonly StepReport[]): string {
  const done = steps.filter(({ outcome }) => outcome === 'succeeded').length
  const over = steps.filter((step) => step.over)
  const named = over
    .slice(0, SHOWN_MAX)
    .map(({ title, tookMs, budgetMs }) => `${title} took ${roughly(tookMs ?? 0)} of ${roughly(budgetMs ?? 0)}`)
  const rest = over.length === 0 ? 'none over its budget' : `over their budget: ${named.join(', ')}`
  const dry = steps.filter((step) => step.dry).length
  return `${done} of ${steps.length} done${dry > 0 ? ` (${dry} only looked on)` : ''}, ${rest}`
}

function toldText(audiences: readonly AudienceReport[]): string {
  const inside = audiences.filter((one) => !one.sandboxed && (one.atMs !== null || one.late))
  const late = inside.filter((one) => one.late)
  const kept = audiences.filter((one) => one.sandboxed)
  const named = late.slice(0, SHOWN_MAX).map((one) => `${one.audience} by ${meansOf(one)}`)
  const told = inside.length === 0 ? 'none' : `${inside.length - late.length} in time`
  const tooLate = late.length === 0 ? '' : `, *${late.length} late* (${inWords(named)})`
  if (kept.length === 0) return `${told}${tooLate}`
  const owed = kept.reduce((sum, { updates }) => sum + 1 + updates, 0)
  const outside = inWords([...new Set(kept.map(({ audience }) => audience))])
  return `${told}${tooLate}; outside nobody hears of a drill: ${outside} would have been owed ${owed}`
}

const meansOf = ({ means }: AudienceReport): string => AUDIENCE_MEANS_LABELS[means as AudienceMeans] ?? means

function unsignedText({ checklist, restored }: DrillReport, unsigned: readonly string[], incident: string) {
  const items = [...checklist.before, ...checklist.during, ...checklist.after, ...(restored ? [restored] : [])]
  const open = items.filter(({ signed }) => signed === null).length
  const parts = [
    ...(open > 0 ? [`${open} of ${items.length} items of its list`] : []),
    ...(unsigned.length > 0 ? [`of its record: ${unsigned.join('; ')}`] : []),
  ]
  return parts.length > 0 && `*Not signed:* ${parts.join('; ')}. \`/dr drill sign ${incident}\` lists them.`
}
