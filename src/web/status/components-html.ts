/**
 * The components on the page: how each stands, and its past 90 days as one bar a day. A day with a disruption is told apart by the height of its
 * bar as well as by colour, and is listed in words below.
 */
import { html } from 'hono/html'
import type { Html } from '../page-frame.ts'
import type { Addresses } from './addresses.ts'
import { HISTORY_DAYS, type History } from './history.ts'
import type { PageComponent, PublicPage } from './public-page.ts'
import { COMPONENT_LABELS, dateText, lengthText, objectiveText, percentText } from './status-words.ts'

/** Units of the drawing: a bar is 3 wide with 1 between, as many as there are days. */
const STEP = 4
const BAR = 3
const HEIGHT = 30
const QUIET_TOP = 8

/** @param names by plan id; several: components stand under the names of their systems. */
export function componentsHtml(page: PublicPage, names: ReadonlyMap<string, string>, links: Addresses): Html {
  const plans = [...new Set(page.components.map(({ planId }) => planId))]
  const many = plans.length > 1
  return html`${plans.map((planId) => {
    const own = page.components.filter((one) => one.planId === planId)
    return html`${many ? html`<h3 class="system"><a href="${links.page(planId)}">${names.get(planId) ?? planId}</a></h3>` : ''}
${groupsOf(own).map(
  ({
    label,
    members,
  }) => html`<section class="card group">${label === undefined ? '' : many ? html`<h4>${label}</h4>` : html`<h3>${label}</h3>`}
<ul class="components">
${members.map((one) => componentHtml(one, page, links))}
</ul></section>`,
)}`
  })}
<p class="soft note">Uptime is the share of the past ${HISTORY_DAYS} days (UTC) without an outage, each moment counted once. Major and partial outages are downtime;
degraded performance and announced maintenance are not. Exercises and false alarms are not counted.</p>`
}

/** Those without a group first. */
function groupsOf(components: readonly PageComponent[]): { label?: string; members: PageComponent[] }[] {
  const groups = new Map<string, { label?: string; members: PageComponent[] }>([['', { members: [] }]])
  for (const one of components) {
    const { id = '', label } = one.group ?? {}
    const group = groups.get(id) ?? { ...(label !== undefined && { label }), members: [] }
    group.members.push(one)
    groups.set(id, group)
  }
  return [...groups.values()].filter(({ members }) => members.length > 0)
}

function componentHtml(component: PageComponent, page: PublicPage, links: Addresses): Html {
  const { name, status, history } = component
  const objective = objectiveText(history)
  return html`<li><div class="line ${status}"><span class="name">${name}</span><span class="now">${COMPONENT_LABELS[status]}</span></div>
${bars(name, history)}
<div class="line scale soft"><span>${HISTORY_DAYS} days ago</span><span class="figure">${percentText(history.uptimePercent)} uptime${
    objective === undefined
      ? ''
      : html`, <span class="${history.objective?.met ? 'kept' : 'below'}">${objective}</span>`
  }</span><span>Today</span></div>
${troubledDays(history, page, links)}</li>`
}

function bars(name: string, { days, uptimePercent }: History): Html {
  const quiet = days.flatMap(({ worst }, index) =>
    worst === 'operational' ? [`M${index * STEP} ${QUIET_TOP}h${BAR}v${HEIGHT - QUIET_TOP}h-${BAR}z`] : [],
  )
  const bad = days.map((day, index) => ({ ...day, index })).filter(({ worst }) => worst !== 'operational')
  const told = bad.length === 0 ? 'no disruptions' : `disruptions on ${counted(bad.length)}, listed below`
  const label = `${name}, past ${HISTORY_DAYS} days: ${percentText(uptimePercent)} uptime, ${told}`
  return html`<svg class="bars" viewBox="0 0 ${days.length * STEP - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="operational" d="${quiet.join('')}"/>
${bad.map(
  ({ index, worst, atMs }) =>
    html`<rect class="${worst}" x="${index * STEP}" y="0" width="${BAR}" height="${HEIGHT}"><title>${dateText(atMs)}: ${COMPONENT_LABELS[worst]}</title></rect>`,
)}</svg>`
}

const counted = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

function troubledDays({ days }: History, page: PublicPage, links: Addresses): Html | '' {
  const bad = days.filter(({ worst }) => worst !== 'operational').toReversed()
  if (bad.length === 0) return ''
  const known = new Map(page.archive.map((one) => [one.id, one]))
  return html`<details><summary>Disruptions on ${counted(bad.length)}</summary><ul>
${bad.map(
  ({ atMs, worst, downMs, incidents }) =>
    html`<li><time datetime="${dateText(atMs)}">${dateText(atMs)}</time>: ${COMPONENT_LABELS[worst]}${downMs > 0 ? `, down for ${lengthText(downMs)}` : ''}${incidents.map(
      (id) => html`, <a href="${links.incident(known.get(id)?.planId ?? '', id)}">${id}</a>`,
    )}</li>`,
)}
</ul></details>`
}
