/** Cards as pages of A4, one a scenario: large type, boxes to tick, places to write. Nothing on a page can make it longer than the page. */
import { html } from 'hono/html'
import type { Plan } from '../plan/schema.ts'
import { inlineHtml, pageHtml } from './html.ts'
import { colours } from './page-style.ts'
import { type Edition, imprintOf } from './plan-document.ts'
import { type ScenarioCard, scenarioCard } from './scenario-card.ts'

type Html = ReturnType<typeof html>

/** One file with a page for each of these scenarios. */
export function cardsHtml(plan: Plan, scenarios: readonly string[], edition: Edition): string {
  const imprint = imprintOf(plan, edition)
  const cards = scenarios.map((id) => cardHtml(scenarioCard(plan, id), imprint))
  return `${pageHtml({ title: `Cards: ${plan.system.name}`, style: STYLE, body: html`<main>${cards}</main>` })}\n`
}

const cardHtml = (card: ScenarioCard, imprint: string): Html => html`<article class="card">
<header><p class="system">${card.system}</p><h1>${card.title}</h1>
<dl>${card.figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></header>
<p class="declare"><code>${card.declare}</code><span>Began at</span><span>Leads</span></p>
${card.impact === undefined ? '' : html`<p class="impact">${card.impact}</p>`}
${part('You see', card.symptoms, (symptom) => html`<li>${symptom}</li>`, 'symptoms')}
${part('Call', card.calls, callHtml, 'calls')}
${part('Do first', card.actions, actionHtml, 'actions')}
${part('Ask for approval', card.approvals, ({ who, what }) => html`<li><strong>${who}</strong>: ${what}</li>`, 'approvals')}
${part('Tell, at the latest', card.told, toldHtml, 'told')}
${part('Outside help', card.vendors, ({ who, phone }) => html`<li><span>${who}</span><span class="phone">${inlineHtml(phone)}</span></li>`, 'vendors')}
<footer>${card.leftOut.length > 0 ? html`<p><strong>No room for</strong> ${card.leftOut.join(', ')}: see the whole plan.</p>` : ''}<p>${imprint}</p></footer>
</article>
`

const part = <Item>(title: string, items: readonly Item[], row: (item: Item) => Html, name: string): Html | string =>
  items.length === 0 ? '' : html`<section class="${name}"><h2>${title}</h2><ul>${items.map(row)}</ul></section>`

const callHtml = ({ when, who, phone }: ScenarioCard['calls'][number]): Html =>
  html`<li><span class="tick" aria-hidden="true"></span>${when === '' ? '' : html`<span class="when">${when}</span>`}<span>${inlineHtml([who])}</span><span class="phone">${inlineHtml(phone)}</span></li>`

const actionHtml = ({ number, title, note, danger }: ScenarioCard['actions'][number]): Html =>
  html`<li><span class="tick" aria-hidden="true"></span><span class="text"><strong>${number}. ${danger ? '⚠ ' : ''}${title}</strong> <span class="note">${note}</span></span></li>`

const toldHtml = ({ latest, who, means }: ScenarioCard['told'][number]): Html =>
  html`<li><span class="tick" aria-hidden="true"></span><span class="when">${latest}</span><span class="text"><strong>${who}</strong> by ${means}</span></li>`

/**
 * Of the 276 mm of a page a heading and foot of two lines each, the declaration and the headings of the parts leave 170 mm, which are the 35 lines of
 * `scenario-card.ts`.
 */
const STYLE = `${colours}
@page { size: A4; margin: 10mm 12mm; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { background: var(--tint); color: var(--ink); font: 11pt/4.8mm "Helvetica Neue", Arial, Helvetica, sans-serif; overflow-wrap: anywhere; }
.card { background: var(--paper); width: 100%; max-width: 210mm; margin: 1rem auto; padding: 10mm 12mm; }
header { border-bottom: .8mm solid var(--danger); padding-bottom: 1.5mm; } .system { color: var(--soft); font-weight: 700; }
h1 { font-size: 21pt; line-height: 9mm; } header dl { display: flex; flex-wrap: wrap; gap: 0 8mm; } header dl div { display: flex; gap: 2mm; align-items: baseline; }
dt { color: var(--soft); flex: none; } dd { font-size: 14pt; line-height: 7mm; font-weight: 700; }
.declare { display: flex; flex-wrap: wrap; gap: 1mm 4mm; padding: 1.5mm 0; } .declare code { font: 700 11pt/4.8mm "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.declare span { flex: 1 1 30mm; border-bottom: .3mm solid var(--soft); color: var(--soft); }
h2 { font-size: 11pt; line-height: 4.8mm; margin-top: 1.6mm; color: var(--danger); text-transform: uppercase; letter-spacing: .05em; }
ul { list-style: none; } li { display: flex; gap: 2.5mm; } .symptoms li, .approvals li { display: block; } .symptoms li::before { content: "• "; }
.tick { flex: none; width: 3.6mm; height: 3.6mm; margin-top: .7mm; border: .4mm solid var(--ink); border-radius: .5mm; }
.when { flex: none; width: 25mm; font-weight: 700; } .phone { flex: none; max-width: 60mm; margin-left: auto; font-weight: 700; } .note { color: var(--soft); } .flag { color: var(--danger); } mark { background: var(--mark); color: inherit; }
footer { margin-top: 2mm; border-top: .3mm solid var(--line); color: var(--soft); font-size: 8.5pt; line-height: 4mm; }
@media (max-width: 40rem) { .card { padding: 1rem; } .calls li { flex-wrap: wrap; } .when { width: auto; } }
@media print { body { background: none; } .card { margin: 0; padding: 0; height: 276mm; max-width: none; overflow: hidden; break-after: page; position: relative; } .card:last-child { break-after: auto; }
  .system, h1, .impact, .symptoms li, .calls li > span, .actions .text, .told .text, .approvals li, .vendors li > span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
  .calls li > .tick, .calls .phone, .vendors .phone { display: block; } .phone { max-height: 9.6mm; overflow: hidden; } header dl { max-height: 14mm; overflow: hidden; } .declare { max-height: 13mm; overflow: hidden; } footer { position: absolute; bottom: 0; left: 0; right: 0; height: 9mm; overflow: hidden; background: #fff; } }
`
