/** The status page for people: what stands how, what is being done about it, what was in the past two weeks. Works without scripts. */
import { html } from 'hono/html'
import type { Status } from '../../incident/events.ts'
import { type Html, pageFrame, timeTag } from '../page-frame.ts'
import type { ComponentStatus, PublicIncident } from './public-incident.ts'
import type { PublicPage } from './public-page.ts'

const REFRESH_SECONDS = 60
const DAYS_SHOWN = 14
const DAY_MS = 24 * 3_600_000

const STATUS_LABELS: Record<Status, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  recovering: 'Recovering',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

const COMPONENT_LABELS: Record<ComponentStatus, string> = {
  operational: 'Operational',
  degraded_performance: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

export function statusHtml(page: PublicPage, nowMs: number): Html {
  const open = page.incidents.filter((one) => one.endedMs === null)
  return pageFrame(
    `${page.description} – ${page.name}`,
    html`<h1>${page.name}</h1>
<section class="card state ${page.indicator}" role="status"><strong>${page.description}</strong><br>
<span class="soft">As of ${timeTag(nowMs)}</span></section>
${open.map(incidentHtml)}
<h2>Components</h2>
<section class="card"><ul class="rows">
${page.components.map((one) => html`<li class="${one.status}"><span>${one.name}</span><span>${COMPONENT_LABELS[one.status]}</span></li>`)}
</ul></section>
<h2>Past ${DAYS_SHOWN} days</h2>
${pastDays(page, nowMs)}`,
    REFRESH_SECONDS,
  )
}

function incidentHtml(incident: PublicIncident): Html {
  return html`<article id="${incident.id}" class="state ${incident.impact}"><h3>${incident.title}</h3>
<p class="soft">${incident.id}, since ${timeTag(incident.startedMs)}</p>
<ol class="updates">
${[...incident.updates]
  .reverse()
  .map(
    (update) =>
      html`<li><strong>${STATUS_LABELS[update.status]}</strong> ${timeTag(update.atMs)}<p>${update.body}</p></li>`,
  )}
</ol></article>`
}

/** Incidents that are over, by the UTC day on which they began; days without any are told in one line. */
function pastDays(page: PublicPage, nowMs: number): Html {
  const today = Math.floor(nowMs / DAY_MS)
  const over = page.incidents.filter(
    (one) => one.endedMs !== null && Math.floor(one.startedMs / DAY_MS) > today - DAYS_SHOWN,
  )
  if (over.length === 0) return html`<section class="card"><p class="soft">No disruptions.</p></section>`
  return html`${over.map(
    (one) => html`<article id="${one.id}" class="state none"><h3>${one.title}</h3>
<p class="soft">${timeTag(one.startedMs)} to ${timeTag(one.endedMs!)}</p>
<p>${one.updates.at(-1)!.body}</p></article>`,
  )}`
}
