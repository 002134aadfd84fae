/** The status page for people: what stands how, what is being done about it, what is planned, what was lately. Works without scripts. */
import { html } from 'hono/html'
import type { Plan } from '../../plan/schema.ts'
import { type Html, timeTag } from '../page-frame.ts'
import type { Addresses } from './addresses.ts'
import { componentsHtml } from './components-html.ts'
import { maintenanceHtml, openIncidentHtml, pastIncidentHtml } from './incident-html.ts'
import { type PublicPage, SHOWN_DAYS } from './public-page.ts'
import { statusFrame } from './status-frame.ts'
import { subscribeForm } from './subscribe-html.ts'

export interface Drawing {
  page: PublicPage
  /** Those on the page. */
  plans: readonly Plan[]
  links: Addresses
  nowMs: number
  /** The page says of when it is. Else it says when something last changed, so that it stays the same for as long as nothing does. */
  live: boolean
  /** Where the subscription form is sent; absent: there is none. */
  subscribeAction?: string
}

export function statusHtml({ page, plans, links, nowMs, live, subscribeAction }: Drawing): Html {
  const open = page.incidents.filter((one) => one.endedMs === null)
  const running = page.maintenance.filter(({ state }) => state === 'in_progress')
  const planned = page.maintenance.filter(({ state }) => state === 'scheduled')
  const names = new Map(plans.map((plan) => [plan.id, plan.system.publicName ?? plan.system.name]))
  return statusFrame({
    title: `${page.description} – ${page.name}`,
    header: html`<h1>${page.name}</h1>`,
    links,
    tone: page.indicator,
    ...(page.planId !== undefined && { planId: page.planId }),
    main: html`<div class="banner ${page.indicator}" role="status">${page.description}</div>
<p class="soft">${live ? html`As of ${timeTag(nowMs)}` : html`Last change: ${timeTag(page.updatedMs)}`}. <a href="${links.page(page.planId)}">Load again</a></p>
${
  open.length + running.length === 0
    ? ''
    : html`<h2>Going on now</h2>${open.map((one) => openIncidentHtml(one, page, links))}${running.map((one) => maintenanceHtml(one, page))}`
}
<h2>Components</h2>
${componentsHtml(page, names, links)}
${planned.length === 0 ? '' : html`<h2>Planned</h2>${planned.map((one) => maintenanceHtml(one, page))}`}
<h2>Past ${SHOWN_DAYS} days</h2>
${pastDays(page, links)}
${subscribeAction === undefined ? '' : subscribeForm({ action: subscribeAction, names, ...(page.planId !== undefined && { planId: page.planId }) })}`,
  })
}

/** What is over, newest first; that nothing was wrong is told in one line. */
function pastDays(page: PublicPage, links: Addresses): Html {
  const over = page.incidents.filter((one) => one.endedMs !== null)
  const done = page.maintenance.filter((one) => one.state === 'completed')
  const entries = [
    ...over.map((one) => ({ atMs: one.startedMs, shown: pastIncidentHtml(one, links) })),
    ...done.map((one) => ({ atMs: one.fromMs, shown: maintenanceHtml(one, page) })),
  ].toSorted((a, b) => b.atMs - a.atMs)
  const quiet = over.length === 0 ? html`<section class="card"><p class="soft">No disruptions.</p></section>` : ''
  return html`${quiet}${entries.map(({ shown }) => shown)}`
}
