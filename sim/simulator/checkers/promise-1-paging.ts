/** Promise 1: a page that is wanted has got through, is in hand or will be tried; it is given up only when every means has been tried. */
import { pageWanted } from '../../../src/incident/ladder.ts'
import { owed } from '../../../src/incident/owed.ts'
import type { Checker, Incident } from './checker.ts'

export const pagesTried: Checker = {
  name: 'pages-tried',
  promise: 'a page that is due is tried until one means works or all have failed',
  check: ({ incidents, endMs }) =>
    incidents.flatMap((incident) => [...forgotten(incident, endMs), ...givenUp(incident)]),
}

function forgotten({ plan, last, stream }: Incident, atMs: number) {
  const due = owed(plan, last)
  return Object.values(last.pages)
    .filter((page) => pageWanted(plan, last, page))
    .filter(({ id, tries }) => {
      const ringing = tries.some(({ state }) => state === 'in-hand' || state === 'sent')
      return !ringing && !due.some(({ effect }) => 'page' in effect && effect.page === id)
    })
    .map(({ id }) => ({ atMs, message: `${stream}: page ${id} is wanted, and nobody will try it.` }))
}

function givenUp({ course, stream }: Incident) {
  return course.moments.flatMap(({ event, before }) => {
    if (event.type !== 'page-exhausted') return []
    const page = before.pages[event.page]
    const tried = new Set(page?.tries.map(({ means }) => means))
    const left = page?.order.filter((means) => !tried.has(means)) ?? []
    if (left.length === 0) return []
    return [
      { atMs: event.atMs, message: `${stream}: page ${event.page} is given up, and ${left.join(', ')} never tried.` },
    ]
  })
}
