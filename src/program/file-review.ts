/**
 * Puts the review of an incident where it stays: as Markdown, HTML and JSON with its pictures, in the bucket that keeps the output of steps; and mails it to one
 * person once it is published. The same document is read in the console at any time.
 */
import type { Services } from '../../commands/services.ts'
import type { ObjectStore } from '../actions/object-store.ts'
import type { Carrier } from '../adapters/carrier.ts'
import type { EmailCarriers } from '../adapters/email/email-carriers.ts'
import { failed, refused } from '../adapters/outcomes.ts'
import type { Logger } from '../engine/logger.ts'
import { reviewDocument } from '../incident/review/review.ts'
import type { ReviewDocument } from '../incident/review/review-shape.ts'
import type { IncidentState } from '../incident/state.ts'
import { reviewFollowUps } from '../messages/review-followups.ts'
import { reviewTimeline } from '../messages/review-timeline.ts'
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import { type ReviewFiles, reviewFiles, reviewTitle } from '../report/review.ts'
import type { PrintPdf } from './print/print-pdf.ts'
import { reviewMail } from './review-mail.ts'

export interface FileReviewParts {
  /** Absent: none is set up, and the review is read in the console. */
  bucket: Pick<ObjectStore, 'put'> | undefined
  /** Absent: there is no Chromium, and no PDF is made. */
  printPdf?: PrintPdf | undefined
  logger: Pick<Logger, 'warn'>
  /** Absent: mail is not set up. */
  email: Pick<EmailCarriers, 'sendOne'> | undefined
  services: () => Pick<Services, 'events' | 'reviewUrl' | 'rehearsals' | 'watch'>
}

/** Detail: see the effect, and how many fields nobody has written. */
export type FileReview = (incident: string, plan: Plan, state: IncidentState, atMs: number) => Promise<Outcome>

export interface ReviewCarriers {
  'file-review': Carrier<'file-review'>
  'send-review': Carrier<'send-review'>
}

const reviewPlace = (incident: string): string => `incidents/${incident}/review.html`

export function createFileReview({
  bucket,
  printPdf,
  logger,
  email,
  services,
}: FileReviewParts): ReviewCarriers & { file: FileReview } {
  const reviewOf = async (incident: string, plan: Plan, state: IncidentState): Promise<ReviewDocument> => {
    const watch = await services().watch(plan.id)
    return reviewDocument(plan, state, { followUps: reviewFollowUps(plan, watch?.state, incident) })
  }
  const file: FileReview = async (incident, plan, state, atMs) => {
    const review = await reviewOf(incident, plan, state)
    const detail = { url: services().reviewUrl(incident), missing: review.missing.length }
    if (!bucket) return { ok: true, detail }
    const timeline = reviewTimeline(plan, state, await services().events(incident))
    const files = reviewFiles(plan, review, timeline, atMs)
    const outcome = await putAll(bucket, incident, files, services().rehearsals.picture)
    if (!outcome.ok) return outcome
    if (printPdf) await putPdf(bucket, incident, printPdf, files.html, logger)
    return { ok: true, detail: { ...detail, place: reviewPlace(incident) } }
  }
  return {
    file,
    'file-review': (_effect, { incident, plan, state, atMs }) => file(incident, plan, state, atMs),

    async 'send-review'({ person }, { incident, plan, state, atMs, signal }) {
      const to = plan.people[person]?.email
      if (!email || to === undefined) return { ok: true, detail: {} }
      const review = await reviewOf(incident, plan, state)
      if (review.published === null) return refused('It is no longer published.')
      const mail = reviewMail(review, reviewTitle(review), services().reviewUrl(incident))
      return email.sendOne(to, mail, { signal, atMs })
    },
  }
}

/** Beside the others once they are there: that it cannot be made keeps nobody from the review. */
async function putPdf(
  bucket: Pick<ObjectStore, 'put'>,
  incident: string,
  printPdf: PrintPdf,
  html: string,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  try {
    await bucket.put(`incidents/${incident}/review.pdf`, await printPdf(html), 'application/pdf')
  } catch (error) {
    logger.warn({ incident, why: error instanceof Error ? error.message : String(error) }, 'no PDF of the review')
  }
}

/** The one that people are led to comes last: it is there when the others are. */
async function putAll(
  bucket: Pick<ObjectStore, 'put'>,
  incident: string,
  { md, html, json, charts }: ReviewFiles,
  pngOf: (svg: string) => Promise<Uint8Array>,
): Promise<Outcome> {
  const pictures = Object.entries(charts).filter((one): one is [string, string] => one[1] !== undefined)
  try {
    for (const [name, svg] of pictures) {
      await bucket.put(`incidents/${incident}/${name}.svg`, svg, 'image/svg+xml')
      await bucket.put(`incidents/${incident}/${name}.png`, await pngOf(svg), 'image/png')
    }
    await bucket.put(`incidents/${incident}/review.json`, json, 'application/json')
    await bucket.put(`incidents/${incident}/review.md`, md, 'text/markdown; charset=utf-8')
    await bucket.put(reviewPlace(incident), html, 'text/html; charset=utf-8')
    return { ok: true }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}
