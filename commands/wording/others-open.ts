/** What else of a plan is open: two incidents of one system are easily one, and the public page shows both. */
import type { Heading } from '../../src/incident/heading.ts'
import type { View } from '../../src/incident/view-shape.ts'
import type { Request } from '../command.ts'
import { headline } from './headline.ts'
import { bullets, lines } from './lists.ts'

/** Open incidents of the same plan: real ones beside a real one, drills beside a drill. */
export async function othersOpen(services: Request['services'], { id, plan, mode }: View): Promise<Heading[]> {
  const open = await services.headings()
  return open.filter((one) => one.plan.id === plan.id && one.mode === mode && one.id !== id)
}

const SHOWN_MAX = 3

const listed = (others: readonly Heading[]): string =>
  bullets(
    others.map((one) => `${one.id}: ${headline(one)}`),
    SHOWN_MAX,
  )

/** For whoever has just declared another one. */
export function sameLine(view: View, others: readonly Heading[]): string | undefined {
  const [first] = others
  if (!first) return undefined
  const other = others.length === 1 ? first.id : 'INCIDENT'
  return lines(
    `*Open beside it:*\n${listed(others)}`,
    `Is it the same? \`/dr cancel ${view.id} duplicate-of ${other}\``,
  )
}

/** For whoever has just ended one: what the public reads of it is not all that the page says. */
export const stillShownLine = (view: View, others: readonly Heading[]): string | undefined =>
  others.length === 0 || view.mode === 'drill'
    ? undefined
    : `The status page still shows what is open of ${view.plan.name}:\n${listed(others)}`
