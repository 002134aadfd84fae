/** Puts the report of a drill where it stays: as Markdown, as HTML, as JSON and with its chart, in the bucket that keeps the output of steps. */
import type { Services } from '../../commands/services.ts'
import type { ObjectStore } from '../actions/object-store.ts'
import type { Carrier } from '../adapters/carrier.ts'
import { failed } from '../adapters/outcomes.ts'
import { drillReport } from '../incident/drill/report.ts'
import type { Event } from '../incident/events.ts'
import { tell } from '../messages/tell.ts'
import { reportFiles } from '../report/document.ts'
import { historyOf } from '../report/history.ts'

export interface FileReportParts {
  /** Absent: nothing is set up, and a report is read where it is asked for. */
  bucket: Pick<ObjectStore, 'put'> | undefined
  services: () => Pick<Services, 'proofs' | 'events'>
}

const TYPES = {
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
} as const

/** Detail: `{ place }`, the key of the report that people open. */
export function createFileReport({ bucket, services }: FileReportParts): Carrier<'file-report'> {
  return async (_effect, { incident, plan, state, atMs }) => {
    if (!bucket) return { ok: true, detail: {} }
    const report = drillReport(plan, state)
    const history = historyOf(plan, report, await services().proofs(plan.id))
    const timeline = timelineOf(await services().events(incident), (event) => tell(plan, state, event)?.text)
    const files = reportFiles(plan, report, history, timeline, atMs)
    const folder = `drills/${plan.id}/${incident}`
    try {
      // The one that people are led to comes last: it is there when the others are.
      for (const kind of ['svg', 'json', 'md', 'html'] as const) {
        const text = files[kind]
        if (text !== undefined) await bucket.put(`${folder}/report.${kind}`, text, TYPES[kind])
      }
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error))
    }
    return { ok: true, detail: { place: `${folder}/report.html` } }
  }
}

type Journaled = Event & { seq: number }

const timelineOf = (events: readonly Journaled[], textOf: (event: Journaled) => string | undefined) =>
  events.flatMap((event) => {
    const text = textOf(event)
    return text === undefined ? [] : [{ atMs: event.atMs, text }]
  })
