/** Works the figures of a month out, and puts their report where it stays: as Markdown and HTML with its pictures, in the bucket that keeps the output of steps. */
import { figuresOf } from '../../commands/asking/figures-of.ts'
import { periodNamed } from '../../commands/asking/period.ts'
import type { Services } from '../../commands/services.ts'
import type { ObjectStore } from '../actions/object-store.ts'
import { failed, refused } from '../adapters/outcomes.ts'
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import { type MonthFiles, monthFiles } from '../report/month.ts'

export interface ReportMonthParts {
  /** Absent: none is set up, and the month is only told. */
  bucket: Pick<ObjectStore, 'put'> | undefined
  services: () => Pick<Services, 'measures' | 'watch'>
}

/** @param month `2026-11`. */
export type ReportMonth = (plan: Plan, month: string, atMs: number) => Promise<Outcome>

/** Detail: `{ figures, before, place? }`. */
export function createReportMonth({ bucket, services }: ReportMonthParts): ReportMonth {
  return async (plan, month, atMs) => {
    const period = periodNamed(month, plan.zone)
    if (!period) return refused(`"${month}" is no month.`)
    const figures = await figuresOf(services(), plan, period, atMs)
    const detail = { figures: figures.now, before: figures.before }
    if (!bucket) return { ok: true, detail }
    const folder = `reports/${plan.id}`
    try {
      await putAll(bucket, folder, month, monthFiles(figures, month, atMs))
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error))
    }
    return { ok: true, detail: { ...detail, place: `${folder}/${month}.html` } }
  }
}

/** The one that people are led to comes last: it is there when the others are. */
async function putAll(
  bucket: Pick<ObjectStore, 'put'>,
  folder: string,
  month: string,
  { pictures, md, html }: MonthFiles,
): Promise<void> {
  for (const [file, svg] of Object.entries(pictures)) await bucket.put(`${folder}/${file}`, svg, 'image/svg+xml')
  await bucket.put(`${folder}/${month}.md`, md, 'text/markdown; charset=utf-8')
  await bucket.put(`${folder}/${month}.html`, html, 'text/html; charset=utf-8')
}
