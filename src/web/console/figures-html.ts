/** The console's page of figures: a card a system, each figure against the time before, and two pictures. */
import { html } from 'hono/html'
import type { Figures } from '../../../commands/asking/figures-of.ts'
import { ARROWS, type FigureRow, figureRows } from '../../incident/measures/figure-rows.ts'
import { dayText } from '../../plan/clock-text.ts'
import { monthBefore, monthName } from '../../plan/months.ts'
import { outagesSvg, recoverySvg } from '../../report/figures-charts.ts'
import { documentFrame, type Html, NO_ICON, timeTag } from '../page-frame.ts'
import { homeward } from './console-html.ts'

const STYLE = `
dl.figures { margin: .5rem 0 1rem; } dl.figures div { padding: .5rem 0; } dl.figures div + div { border-top: 1px solid var(--line); }
dl.figures dt { color: var(--soft); font-size: .9rem; } dl.figures dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; } dl.figures dd span { font-weight: 400; color: var(--soft); white-space: nowrap; }
img.chart { display: block; width: 100%; max-width: 37.5rem; margin: 1rem auto 0; border-radius: .4rem; } nav.times a[aria-current] { font-weight: 600; text-decoration: none; } @media (min-width: 40rem) { dl.figures div { display: grid; grid-template-columns: 14rem 1fr; align-items: baseline; } } nav.times { display: flex; flex-wrap: wrap; gap: 0 1rem; } nav.times a { display: inline-flex; align-items: center; min-width: 2.75rem; min-height: 2.75rem; } h2 { margin: 0; }`

export interface FiguresPage {
  /** Of the console, without a slash at the end. */
  path: string
  nowMs: number
  /** What was asked for, so that another time shows the same system. */
  plan?: string | undefined
  said: string
}

const DEFAULT_TIME = '30 days'

export function figuresHtml(all: readonly Figures[], { path, nowMs, plan, said }: FiguresPage): Html {
  const zone = all[0]?.plan.zone ?? 'UTC'
  const times = [DEFAULT_TIME, '90 days', 'year', monthName(nowMs, zone), monthBefore(nowMs, zone)]
  const query = (period: string) => `?${new URLSearchParams({ ...(plan !== undefined && { plan }), period })}`
  const shown = said.trim() || DEFAULT_TIME
  const links = times.map((time) =>
    time === shown
      ? html`<a href="${path}/figures${query(time)}" aria-current="page">${time}</a>`
      : html`<a href="${path}/figures${query(time)}">${time}</a>`,
  )
  return documentFrame({
    title: 'Figures – Muster console',
    style: STYLE,
    head: NO_ICON,
    body: html`<main>${homeward(path)}
<h1>Figures</h1>
<nav class="times" aria-label="Times">${links}</nav>
<p class="soft">As of ${timeTag(nowMs)}, each against the time before. For tools: <a href="${path}/api/figures${query(shown)}">the same as JSON</a>.${plan === undefined ? '' : html` <a href="${path}/figures?${new URLSearchParams({ period: shown })}">All systems</a>.`}</p>
${all.length > 0 ? all.map(card) : html`<section class="card"><p class="soft">There is no plan in force.</p></section>`}</main>`,
  })
}

function card({ plan, period, now, before, measures, months }: Figures): Html {
  const charts = [recoverySvg(plan, measures, period, period.label), outagesSvg(plan, months)]
  return html`<section class="card" id="${plan.id}"><h2>${plan.system.name}, ${period.label}</h2>
<p class="soft">${dayText(now.fromMs, plan.zone)} to ${dayText(now.toMs, plan.zone)}</p>
<dl class="figures">${figureRows(plan, now, before).map(row)}</dl>
${charts.map((svg) => (svg === undefined ? '' : picture(svg)))}</section>`
}

const row = ({ label, value, trend }: FigureRow): Html =>
  html`<div><dt>${label}</dt><dd>${value}${trend ? html` <span>${ARROWS[trend.way]} ${trend.was} before</span>` : ''}</dd></div>`

/** What it shows stands in its title, for whoever cannot see it. */
function picture(svg: string): Html {
  const title = /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? ''
  const plain = title.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return html`<img class="chart" alt="${plain}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`
}
