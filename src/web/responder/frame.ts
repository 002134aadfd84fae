/** The frame of the responder console: made for a thumb at 3 a.m., the same look as the status page. Its one script stands in the page and is allowed by its hash. */

import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { View } from '../../incident/view-shape.ts'
import { formatDuration } from '../../plan/length.ts'
import { documentFrame, type Html, NO_ICON } from '../page-frame.ts'
import { whatItIs } from '../what-it-is.ts'

export const SECTIONS = [
  { id: '', label: 'Now' },
  { id: 'steps', label: 'Steps' },
  { id: 'messages', label: 'Messages' },
  { id: 'ladder', label: 'Ladder' },
  { id: 'timeline', label: 'Timeline' },
  { id: 'more', label: 'More' },
] as const
export type Section = (typeof SECTIONS)[number]['id']

const STYLE = `
body { padding-bottom: 3rem; } main { padding-top: .75rem; }
.top { position: sticky; top: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); }
.top > * { max-width: 44rem; margin: 0 auto; padding: .5rem 1rem; }
.top h1 { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere; } .top p { margin: 0; font-size: .9rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0 0 .5rem; }
nav a { padding: .45rem .6rem; border-radius: .4rem; text-decoration: none; border: 1px solid transparent; min-height: 2.75rem; display: flex; align-items: center; justify-content: center; }
nav a[aria-current] { border-color: var(--line); background: var(--paper); font-weight: 700; }
h2 { margin: 1.5rem 0 .25rem; } section.card h2, section.card h3 { margin: 0 0 .35rem; } section.card, article { padding: .85rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; align-items: stretch; } form { gap: .4rem; }
button, .button { min-height: 2.75rem; padding: .55rem .9rem; font-weight: 600; cursor: pointer; border: 1px solid var(--edge); border-radius: .4rem; background: var(--card); }
.button { display: inline-block; text-decoration: none; }
:root { --go: #0b5cad; --onGo: #fff; --stop: #b3261e; --onStop: #fff; }
@media (prefers-color-scheme: dark) { :root { --go: #8ec2ff; --onGo: #0b1a2b; --stop: #ff9a91; --onStop: #2b0a07; } }
button.primary { background: var(--go); color: var(--onGo); border-color: var(--go); } button.danger { background: var(--card); color: var(--stop); border-color: var(--stop); }
:focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
.fields { display: flex; flex-direction: column; align-items: stretch; gap: .6rem; } .fields label { font-weight: 600; display: block; }
.fields input:not([type=checkbox]), textarea, select { width: 100%; font: inherit; padding: .55rem .7rem; border: 1px solid var(--edge); border-radius: .4rem; background: var(--card); color: inherit; min-height: 2.75rem; flex: none; }
fieldset.field { border: 0; padding: 0; margin-inline: 0; }
.check input { width: 1.3rem; height: 1.3rem; vertical-align: -.2rem; flex: none; } .problem { color: var(--critical); font-weight: 600; }
#code { font-size: 1.5rem; letter-spacing: .2em; max-width: 12rem; }
.said { white-space: pre-line; overflow-wrap: anywhere; } code { font-size: .9em; overflow-wrap: anywhere; } pre.output { font: .85rem/1.4 ui-monospace, monospace; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; margin: .4rem 0; max-height: 20rem; overflow: auto; }
.clock { font-size: 1.6rem; font-weight: 700; } section.card.mine, article.mine { border-left: .4rem solid var(--go); } section.card.alert, article.alert { border-left: .4rem solid var(--critical); } section.card.state { border-left: .4rem solid var(--tone, var(--line)); }
section[tabindex]:focus { outline: none; } section.card > form + form { margin-top: .5rem; }
h3 .said, ol.timeline .said, ul.plain .said { display: inline; }
@media (max-width: 30rem) { .top { position: static; } nav ul { display: grid; grid-template-columns: repeat(3, 1fr); } }
ol.timeline { list-style: none; padding: 0; margin: 0; } ol.timeline li { padding: .5rem 0; overflow-wrap: anywhere; } ol.timeline li + li { border-top: 1px solid var(--line); } ol.timeline .loud { font-weight: 700; }
ul.plain { padding-left: 1.1rem; margin: .25rem 0; } ul.plain li { margin: .25rem 0; overflow-wrap: anywhere; }
ul.acts { list-style: none; padding: 0; } ul.acts li { margin: .75rem 0; } ul.acts .said { display: block; }
details summary { cursor: pointer; padding: .6rem 0; min-height: 2.75rem; }
#fresh { position: sticky; bottom: .5rem; background: var(--go); color: var(--onGo); padding: .6rem 1rem; border-radius: .5rem; } #fresh a { color: inherit; font-weight: 700; } #fresh[hidden] { display: none; }
`

/**
 * Looks every few seconds whether anything has changed. Then it loads the page anew, unless somebody is writing: they are told, and choose the moment. Without the script
 * the page is loaded anew each minute, or by hand.
 */
const SCRIPT = `(() => {
  const place = document.body.dataset;
  const note = document.getElementById('fresh');
  const busy = () => [...document.querySelectorAll('textarea, input:not([type=hidden])')].some((one) => one.type === 'checkbox' ? one.checked !== one.defaultChecked : one.value !== one.defaultValue) || /^(TEXTAREA|INPUT|SELECT)$/.test(document.activeElement?.tagName ?? '') || document.querySelector('details[open]') !== null;
  const look = async () => {
    try {
      const answer = await fetch(place.path + '/seq', { headers: { accept: 'application/json' } });
      if (!answer.ok) return;
      const { seq } = await answer.json();
      if (String(seq) === place.seq) return;
      if (place.answered === undefined && !busy()) return location.reload();
      note.hidden = false;
    } catch {}
  };
  setInterval(look, 5000);
})();`

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but this very script and this very style; forms lead nowhere else; nobody frames it. */
export const CONTENT_SECURITY_POLICY = [
  ...["default-src 'none'", `script-src ${hashOf(SCRIPT)}`, "style-src 'unsafe-inline'", "connect-src 'self'"],
  ...['img-src data:', "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"],
].join('; ')

/** A page outside of an incident: a link that is about to be opened, or a refusal. */
export const plainPage = (title: string, body: Html): Html =>
  documentFrame({
    title,
    style: STYLE,
    head: html`<meta name="robots" content="noindex">${NO_ICON}`,
    body: html`<main><h1>${title}</h1>${body}</main>`,
  })

export interface ConsolePage {
  view: View
  path: string
  seq: number
  section: Section
  /** Who is signed in. */
  name: string
  nowMs: number
  /** What has just been answered: the page stays as it is until somebody moves on. */
  answered: boolean
  main: Html
}

export function consolePage({ view, path, seq, section, name, nowMs, answered, main }: ConsolePage): Html {
  const label = SECTIONS.find(({ id }) => id === section)?.label ?? 'Now'
  const drill = view.mode === 'drill' ? 'DRILL · ' : ''
  const what = whatItIs(view)
  const tabs = SECTIONS.map(
    ({ id, label: tab }) =>
      html`<li><a href="${path}${id ? `/${id}` : ''}"${id === section ? html` aria-current="page"` : ''}>${tab}</a></li>`,
  )
  return documentFrame({
    title: `${label} · ${view.id}`,
    marks: html` data-path="${path}" data-seq="${String(seq)}"${answered ? html` data-answered="1"` : ''}`,
    style: STYLE,
    head: html`<meta name="robots" content="noindex">${NO_ICON}${answered ? '' : html`<noscript><meta http-equiv="refresh" content="60"></noscript>`}`,
    body: html`<header class="top"><div><h1>${drill}${view.severity.label} · ${what}</h1>
<p>${view.id} · ${view.phase === 'open' ? view.status : view.phase} · ${clockShort(view, nowMs)} · <span class="soft">you are ${name}</span></p></div>
<nav aria-label="Parts of the console"><ul>${tabs}</ul></nav></header>
<main id="main"><h2 class="soft">${label}, as of ${new Date(nowMs).toISOString().slice(11, 19)} UTC</h2>${main}
<p id="fresh" role="status" hidden>Something has happened. <a href="${path}${section ? `/${section}` : ''}">Show it</a></p></main>
<script>${raw(SCRIPT)}</script>`,
  })
}

const MINUTE_MS = 60_000
export const minutes = (ms: number): string =>
  formatDuration(Math.max(MINUTE_MS, Math.floor(ms / MINUTE_MS) * MINUTE_MS))

function clockShort({ rto, endedMs }: View, nowMs: number): string {
  if ((rto.stoppedMs ?? endedMs) !== null) return 'service back'
  const leftMs = rto.deadlineMs - nowMs
  return leftMs >= 0 ? `${minutes(leftMs)} left` : `RTO missed by ${minutes(-leftMs)}`
}
