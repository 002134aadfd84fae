/** Incidents and maintenance on the page, and the page of one incident. */
import { html } from 'hono/html'
import { type Html, timeTag } from '../page-frame.ts'
import type { Addresses } from './addresses.ts'
import type { PublicIncident } from './public-incident.ts'
import type { PublicMaintenance } from './public-maintenance.ts'
import type { PublicPage } from './public-page.ts'
import { homeward, statusFrame } from './status-frame.ts'
import { KIND_LABELS, lengthText, STATE_LABELS, STATUS_LABELS } from './status-words.ts'
import { anchorOf } from './statuspage-maintenance.ts'

const IMPACT_LABELS: Record<PublicIncident['impact'], string> = {
  minor: 'Minor disruption',
  major: 'Partial outage',
  critical: 'Major outage',
}

const updatesHtml = ({ updates }: PublicIncident): Html => html`<ol class="updates" reversed>
${updates
  .toReversed()
  .map(
    ({ status, atMs, body }) => html`<li><strong>${STATUS_LABELS[status]}</strong> ${timeTag(atMs)}<p>${body}</p></li>`,
  )}
</ol>`

/** One that goes on, with all that was said about it. */
export function openIncidentHtml(incident: PublicIncident, page: PublicPage, links: Addresses): Html {
  const { id, planId, title, impact, startedMs } = incident
  return html`<article id="${id}" class="state ${impact}"><h3><a href="${links.incident(planId, id)}">${title}</a></h3>
<p class="soft">${id}, since ${timeTag(startedMs)}</p>
<p><span class="tag">${IMPACT_LABELS[impact]}</span>${affectedText(incident.components, page)}</p>
${updatesHtml(incident)}</article>`
}

/** One that is over, in short. */
export function pastIncidentHtml({ id, planId, title, startedMs, endedMs, updates }: PublicIncident, links: Addresses) {
  return html`<article id="${id}" class="state none"><h3><a href="${links.incident(planId, id)}">${title}</a></h3>
<p class="soft">${timeTag(startedMs)} to ${timeTag(endedMs!)}</p>
<p>${updates.at(-1)!.body}</p></article>`
}

export function maintenanceHtml(one: PublicMaintenance, page: PublicPage): Html {
  const { title, kind, state, fromMs, toMs, components, text } = one
  return html`<article id="${anchorOf(one)}" class="state ${state === 'completed' ? 'none' : 'maintenance'}"><h3>${title}</h3>
<p class="soft">${timeTag(fromMs)} to ${timeTag(toMs)} (${lengthText(toMs - fromMs)})</p>
<p><span class="tag">${KIND_LABELS[kind]}, ${STATE_LABELS[state]}</span>${affectedText(components, page)}</p>
<p>${text}</p></article>`
}

function affectedText(ids: readonly string[], page: PublicPage): string {
  const names = page.components.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  return names.length === 0 ? '' : `: ${names.join(', ')}`
}

/** The page of one incident. @param page its plan's. */
export function incidentPageHtml(incident: PublicIncident, page: PublicPage, links: Addresses): Html {
  const { id, planId, title, impact, startedMs, endedMs } = incident
  const over = endedMs !== null
  return statusFrame({
    title: `${title}: ${STATUS_LABELS[incident.status]}`,
    header: homeward(links, planId, page.name),
    links,
    planId,
    tone: over ? 'none' : impact,
    main: html`<h1>${title}</h1>
<section class="card state ${over ? 'none' : impact}" aria-label="Summary"><p><strong>${STATUS_LABELS[incident.status]}</strong></p>
<p class="soft">${id}: ${timeTag(startedMs)}${over ? html` to ${timeTag(endedMs)} (${lengthText(endedMs - startedMs)})` : ', not over yet'}</p>
<p>${IMPACT_LABELS[impact]}${affectedText(incident.components, page)}</p></section>
<h2>Updates</h2>
<section class="card">${updatesHtml(incident)}</section>`,
  })
}
