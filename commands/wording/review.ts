/** The review of an incident for somebody on a telephone: its figures, what people wrote, and what they have still to write. */
import { labelsOf, type ReviewSection } from '../../src/incident/review/fields.ts'
import type { ReviewDocument } from '../../src/incident/review/review-shape.ts'
import { bullets, lines } from './lists.ts'
import { clockTime, relative, roughly } from './times.ts'

const SHOWN_MAX = 6
/** Of what somebody wrote, so much that all of it fits on a screen. */
const SAID_CHARS_MAX = 400

/** What there is and what is missing. @param link to the whole of it, as it stands in the text. */
export function reviewOverview(
  review: ReviewDocument,
  sections: readonly ReviewSection[],
  link: string,
  nowMs: number,
): string {
  const { fields, missing } = review
  const parts = sections.flatMap(({ title, fields: own }) => {
    const open = missing.filter(({ section }) => own.some((field) => field.section === section))
    return open.length === 0 ? [] : [`${title}: ${labelsOf(open).join('; ')}`]
  })
  const done = fields.length - missing.length
  return lines(
    head(review, nowMs),
    bullets(figures(review)),
    missing.length === 0
      ? 'Everything is written.'
      : `*To be written by people* (${done} of ${fields.length} are): \`/dr review fill FIELD TEXT\``,
    missing.length > 0 && bullets(parts),
    stateOf(review, nowMs),
    `The whole of it: ${link}`,
  )
}

/** The head of the document, with what people wrote. */
export function reviewHead(review: ReviewDocument, link: string, nowMs: number): string {
  const { fields, report, missing, followUps } = review
  const said = fields.flatMap(({ label, said }) => (said === null ? [] : [`*${label}:* ${shortened(said.text)}`]))
  const open = followUps.filter(({ doneMs }) => doneMs === null).length
  return lines(
    head(review, nowMs),
    bullets(figures(review)),
    ...said,
    report.troubles.length === 0 ? 'Nothing went wrong that Muster could see.' : '*What went wrong*',
    report.troubles.length > 0 &&
      bullets(
        report.troubles.map(({ what }) => what),
        SHOWN_MAX,
      ),
    followUps.length > 0 && `Follow-ups: ${open} of ${followUps.length} are open.`,
    missing.length > 0 && `Not written yet: ${labelsOf(missing).join('; ')}.`,
    stateOf(review, nowMs),
    `The whole of it: ${link}`,
  )
}

function head({ report, moments }: ReviewDocument, nowMs: number): string {
  const what = report.drill?.label ?? report.scenario?.title ?? report.plan.name
  const ended =
    moments.endedMs === null
      ? `it goes on, begun ${relative(moments.declaredMs, nowMs)}`
      : `${report.phase}, ${clockTime(moments.endedMs, nowMs)}`
  return `*Review of ${report.incident}, ${what}*: ${ended}`
}

function figures({ report, figures: took, approvals, waivers }: ReviewDocument): string[] {
  const { rto, rpo, audiences } = report
  const late = audiences.filter(({ late: isLate }) => isLate).length
  const told = audiences.filter(({ atMs }) => atMs !== null).length
  const broken = approvals.filter(({ breakGlass }) => breakGlass !== null).length
  const lost = rpo.lostMs === null ? (rpo.met === null ? 'not known' : 'no usable backup') : roughly(rpo.lostMs)
  return [
    `RTO: ${rto.tookMs === null ? 'not back' : roughly(rto.tookMs)} of ${roughly(rto.objectiveMs)}${verdict(rto.met)}`,
    `RPO: ${lost} of ${roughly(rpo.objectiveMs)}${verdict(rpo.met)}`,
    `To notice it ${length(took.detectMs)}, to answer ${length(took.acknowledgeMs)}, to be back ${length(took.recoverMs)}`,
    `Messages: ${told} out, ${late === 0 ? 'none late' : `*${late} late*`}`,
    ...(broken + waivers.length > 0 ? [`Gone round: break-glass ${broken}, waived ${waivers.length}`] : []),
  ]
}

const length = (ms: number | null): string => (ms === null ? 'not known' : roughly(ms))
const verdict = (met: boolean | null): string => (met === null ? '' : met ? ', met' : ', *missed*')

function stateOf({ published, publicLink, meeting }: ReviewDocument, nowMs: number): string {
  const until = meeting.dueMs === null ? '' : `, to be held by ${clockTime(meeting.dueMs, nowMs)}`
  const inside =
    published === null
      ? `Not published${until}.`
      : `Published by ${published.by.name}, ${clockTime(published.atMs, nowMs)}.`
  return publicLink === null ? inside : `${inside} The public reads of it at ${publicLink}`
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= SAID_CHARS_MAX ? line : `${line.slice(0, SAID_CHARS_MAX - 1).trimEnd()}…`
}
