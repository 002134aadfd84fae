/** The frame of the public page and its parts: a header that leads home, one column, feeds at the foot. Light or dark, from 320 pixels on, no scripts. */
import { html } from 'hono/html'
import { documentFrame, type Html } from '../page-frame.ts'
import type { Addresses } from './addresses.ts'

const STYLE = `
:root { --upkeep: #1d5fae; } @media (prefers-color-scheme: dark) { :root { --upkeep: #7fb4ff; } }
.maintenance, .under_maintenance { --tone: var(--upkeep); }
body { overflow-wrap: break-word; }
header, footer { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 0; } header + main { padding-top: .5rem; padding-bottom: 2rem; }
header h1 { margin: 0; } footer { padding-bottom: 3rem; color: var(--soft); font-size: .9rem; }
footer ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; }
a { text-underline-offset: .15em; } :focus-visible { outline: 3px solid var(--upkeep); outline-offset: 2px; border-radius: .2rem; }
.banner { background: var(--tone); color: var(--card); border-radius: .6rem; padding: 1rem 1.1rem; margin: 1rem 0 .4rem; font-size: 1.15rem; font-weight: 650; }
article h3 a { text-decoration-thickness: 1px; } .tag { color: var(--tone, var(--soft)); font-weight: 600; }
ul.components { list-style: none; margin: 0; padding: 0; } ul.components > li { padding: .8rem 0; } ul.components > li + li { border-top: 1px solid var(--line); }
ul.components > li:first-child { padding-top: 0; } ul.components > li:last-child { padding-bottom: 0; }
.line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; } .line .name { font-weight: 600; }
.line .now { color: var(--tone); font-weight: 600; }
.bars { display: block; width: 100%; height: 1.9rem; margin: .45rem 0 .25rem; } .bars path, .bars rect { fill: var(--tone); }
.figure { text-wrap: balance; } .below { --tone: var(--critical); color: var(--tone); font-weight: 600; }
details { font-size: .9rem; margin-top: .3rem; } summary { cursor: pointer; color: var(--soft); width: fit-content; } details ul { margin: .3rem 0 0; padding-left: 1.2rem; }
section.group > h3, section.group > h4 { color: var(--soft); font-size: .85rem; letter-spacing: .04em; margin: 0 0 .9rem; } h3.system { margin: 1.4rem 0 -.2rem; }
form.subscribe { display: grid; grid-template-columns: 1fr auto; gap: .5rem; } form.subscribe > * { min-width: 0; } form.subscribe label, form.subscribe .wide { grid-column: 1 / -1; }
form.subscribe input, form.subscribe select { width: 100%; } select { font: inherit; min-height: 2.75rem; padding: .55rem .7rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--card); color: inherit; }
form input { border-color: var(--soft); } form button { border-color: var(--soft); font-weight: 600; cursor: pointer; } .error { color: var(--critical); font-weight: 600; }
.note { white-space: normal; margin-top: .5rem; } section.card.state { border-left: .4rem solid var(--tone); } section.card > ol.updates > li:first-child { margin-top: 0; } section.card > ol.updates { margin-top: 0; }
p + form { margin-top: .9rem; }
@media (max-width: 34rem) { summary { padding: .6rem .6rem .6rem 0; min-height: 2.75rem; } h3 > a, footer a, header nav a { display: inline-flex; align-items: center; min-height: 2.75rem; } .scale .figure { order: 1; flex-basis: 100%; } }
@media (max-width: 26rem) { form.subscribe { grid-template-columns: 1fr; } body { font-size: .97rem; } }
@media (forced-colors: active) { .banner { border: 2px solid; } .bars path, .bars rect { fill: CanvasText; } }
`

/** Such as are seen on light and dark tabs. */
const ICON_COLOURS = {
  none: '#1a9f5b',
  maintenance: '#3b82f6',
  minor: '#d99a00',
  major: '#e2660a',
  critical: '#d93025',
}

const icon = (colour: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colour}"/></svg>`)}`

export interface StatusFrame {
  title: string
  /** What stands above the main part. */
  header: Html
  main: Html
  links: Addresses
  /** What the icon tells by its colour; absent: that all is well. */
  tone?: keyof typeof ICON_COLOURS
  /** Whose feeds are offered; absent: those of all plans. */
  planId?: string
}

export function statusFrame({ title, header, main, links, tone = 'none', planId }: StatusFrame): Html {
  const rss = links.feed('rss', planId)
  const atom = links.feed('atom', planId)
  return documentFrame({
    title,
    style: STYLE,
    head: html`<link rel="icon" href="${icon(ICON_COLOURS[tone])}">
<link rel="alternate" type="application/rss+xml" title="RSS" href="${rss}">
<link rel="alternate" type="application/atom+xml" title="Atom" href="${atom}">
`,
    body: html`<header>${header}</header>
<main>${main}</main>
<footer><nav aria-label="Feeds"><ul><li><a href="${rss}">RSS feed</a></li><li><a href="${atom}">Atom feed</a></li></ul></nav></footer>`,
  })
}

/** The header of every part but the page itself. */
export const homeward = (links: Addresses, planId: string | undefined, name: string): Html =>
  html`<nav aria-label="Status page"><a href="${links.page(planId)}">← ${name}: status</a></nav>`
