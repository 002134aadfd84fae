/** The published review as a mail: what one has to know, and where the whole of it is. Pictures stay there, for mail programs do not show them. */
import type { ReviewDocument } from '../incident/review/review-shape.ts'
import { toHtml } from '../messages/mail-html.ts'
import type { Rendered } from '../messages/messages.ts'
import { timeText } from '../messages/time-text.ts'
import { formatRounded } from '../plan/length.ts'
import { toPlain } from '../plan/plain-text.ts'

/** Of what people wrote, those that somebody reads in a mail. */
const SHOWN = ['summary', 'root-cause', 'went-well', 'went-poorly', 'lucky', 'prevention']

export function reviewMail(review: ReviewDocument, title: string, url: string): Rendered {
  const { report, published, followUps, meeting } = review
  const drill = report.mode === 'drill' ? 'DRILL: ' : ''
  const said = SHOWN.flatMap((id) => {
    const field = review.fields.find((one) => one.id === id)
    return field?.said ? [`## ${field.label}\n${field.said.text}`] : []
  })
  const open = followUps.filter(({ doneMs }) => doneMs === null).length
  const markdown = [
    `The review is published${published ? `, by ${published.by.name}` : ''}: ${url}`,
    figures(review),
    ...said,
    ...(open > 0 ? [`${open} follow-ups are open.`] : []),
    ...(meeting.dueMs === null ? [] : [`It is to be held by ${timeText(meeting.dueMs)}.`]),
  ].join('\n\n')
  return { subject: `${drill}${title}`, text: toPlain(markdown), html: toHtml(markdown, `${drill}${report.plan.name}`) }
}

function figures({ report, moments, figures: took }: ReviewDocument): string {
  const { rto, rpo } = report
  const verdict = (met: boolean | null) => (met === null ? 'not known' : met ? 'met' : '**missed**')
  return [
    `- Declared ${timeText(moments.declaredMs)}, ${report.severity}`,
    `- Service back after ${took.recoverMs === null ? 'nobody knows how long' : formatRounded(took.recoverMs)}`,
    `- RTO of ${formatRounded(rto.objectiveMs)}: ${verdict(rto.met)}`,
    `- RPO of ${formatRounded(rpo.objectiveMs)}: ${verdict(rpo.met)}`,
  ].join('\n')
}
