/** The console's page of readiness: a card a system, what is missing before what is in order, each item in the words of `/dr readiness`. */
import { html, raw } from 'hono/html'
import type { SystemReadiness } from '../../../commands/asking/readiness-of.ts'
import { itemLine } from '../../../commands/wording/drills.ts'
import { worstFirst } from '../../../commands/wording/readiness.ts'
import type { Item } from '../../readiness/readiness.ts'
import { documentFrame, type Html, NO_ICON, timeTag } from '../page-frame.ts'
import { homeward } from './console-html.ts'

const STYLE = `
.ready { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; } .ready h2 { margin: 0; font-size: 1.15rem; }
.ready strong { font-size: 1.5rem; white-space: nowrap; } .bar { height: .6rem; border-radius: .3rem; background: var(--line); overflow: hidden; margin: .5rem 0 .25rem; }
.bar span { display: block; height: 100%; background: var(--tone); } section.card h3 { margin: 1.1rem 0 .2rem; }
ul.items { list-style: none; margin: 0; padding: 0; } ul.items li { position: relative; padding: .5rem 0 .5rem 1.7rem; overflow-wrap: anywhere; }
ul.items li + li { border-top: 1px solid var(--line); } ul.items li::before { position: absolute; left: 0; font-weight: 700; content: "✓"; color: var(--ok); }
ul.items strong { color: inherit; } ul.items.missing li::before { content: "✗"; color: var(--critical); } code { font-size: .9em; }`

export function readinessHtml(all: readonly SystemReadiness[], { path, nowMs }: { path: string; nowMs: number }): Html {
  const cards = all.map((one) => card(one, path, nowMs))
  return documentFrame({
    title: 'Readiness – Muster console',
    style: STYLE,
    head: NO_ICON,
    body: html`<main>${homeward(path)}
<h1>Readiness</h1>
<p class="soft">Of all that should be true on a quiet day, the share that is; as of ${timeTag(nowMs)}. For tools: <a href="${path}/api/readiness">the same as JSON</a>.</p>
${cards.length > 0 ? cards : html`<section class="card"><p class="soft">There is no plan in force.</p></section>`}</main>`,
  })
}

function card({ plan, ready: { percent, items } }: SystemReadiness, path: string, nowMs: number): Html {
  const name = plan.system.name
  if (percent === null)
    return html`<section class="card"><div class="ready"><h2>${name}</h2></div><p class="soft">Its plan has neither scenarios nor drills, so there is nothing to be ready for.</p></section>`
  const [missing, holding] = [worstFirst(items), items.filter(({ holds }) => holds)]
  const list = (title: string, own: readonly Item[], kind: string): Html | string =>
    own.length === 0
      ? ''
      : html`<h3>${title}</h3><ul class="items ${kind}">${own.map((item) => html`<li>${marked(itemLine(plan, item, nowMs), path)}</li>`)}</ul>`
  return html`<section class="card state ${toneOf(percent)}" id="${plan.id}"><div class="ready"><h2>${name}</h2><strong>${percent} %</strong></div>
<div class="bar" aria-hidden="true"><span style="width: ${raw(String(percent))}%"></span></div>
<p class="soft">${holding.length} of ${items.length} that should hold do.</p>
${list('Missing', missing, 'missing')}
${list('In order', holding, 'holding')}</section>`
}

/** The tones of the status page. */
function toneOf(percent: number): string {
  if (percent >= 90) return 'none'
  if (percent >= 60) return 'minor'
  return percent >= 30 ? 'major' : 'critical'
}

/** What an answer in Slack marks, marked for a browser; incidents lead to their pages. */
const MARKS = /\*([^*\n]+)\*|`([^`\n]+)`|(DR-\d{8}-\d{4}(?:-[0-9A-F]+)*)/g

function marked(text: string, path: string): (string | Html)[] {
  const parts: (string | Html)[] = []
  let from = 0
  for (const match of text.matchAll(MARKS)) {
    const [whole, strong, code, incident] = match
    parts.push(text.slice(from, match.index))
    if (strong !== undefined) parts.push(html`<strong>${strong}</strong>`)
    else if (code !== undefined) parts.push(html`<code>${code}</code>`)
    else parts.push(html`<a href="${path}/incidents/${incident}">${incident}</a>`)
    from = match.index + whole.length
  }
  return [...parts, text.slice(from)]
}
