/** The frame of every page that the program shows: one column that fits a phone, light or dark as the reader's device is, no scripts. */
import { html, raw } from 'hono/html'
import { legible } from '../plan/legible.ts'

export type Html = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5b6575; --line: #d9dee6; --edge: #7c8696; --focus: #0b5cad; --paper: #f6f7f9; --card: #fff;
  --ok: #1a7f4b; --minor: #8a6100; --major: #b04a00; --critical: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #a0a9b8; --line: #333c4a; --edge: #7a8698; --focus: #8ec2ff; --paper: #12161d; --card: #1b212b;
  --ok: #57c78a; --minor: #e0b341; --major: #f0904f; --critical: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; text-wrap: balance; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
section.card, article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: .75rem 0; }
.state { border-left: .4rem solid var(--tone, var(--line)); } .state strong { color: var(--tone, inherit); }
.none, .operational { --tone: var(--ok); } .minor, .degraded_performance { --tone: var(--minor); }
.major, .partial_outage { --tone: var(--major); } .critical, .major_outage { --tone: var(--critical); }
ul.rows { list-style: none; margin: 0; padding: 0; } ul.rows li { display: flex; justify-content: space-between; gap: 1rem; padding: .45rem 0; }
ul.rows li + li { border-top: 1px solid var(--line); } ul.rows li span:last-child { color: var(--tone, var(--soft)); text-align: right; }
ol.updates { list-style: none; margin: .75rem 0 0; padding: 0; } ol.updates li { margin: .6rem 0; overflow-wrap: anywhere; }
.soft, time { color: var(--soft); font-size: .9rem; } p { margin: .25rem 0; overflow-wrap: anywhere; white-space: pre-line; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0; } a { color: inherit; }
form { display: flex; gap: .5rem; flex-wrap: wrap; } input { flex: 1 1 12rem; } input, button { font: inherit; padding: .55rem .7rem;
  min-height: 2.75rem; border: 1px solid var(--edge); border-radius: .4rem; background: var(--card); color: inherit; }
nav.home a { display: inline-flex; align-items: center; min-height: 2.75rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
`

/** No browser asks for an icon that is not there. */
export const NO_ICON = html`<link rel="icon" href="data:,">
`

export const pageFrame = (title: string, body: Html): Html =>
  documentFrame({ title, body: html`<main>${body}</main>`, head: NO_ICON })

export interface Document {
  title: string
  /** With its landmarks. */
  body: Html
  /** CSS besides the common one. */
  style?: string
  /** More for the head, such as links to feeds. */
  head?: Html
  /** Attributes of the body. */
  marks?: Html
}

export const documentFrame = ({ title, body, style = '', head, marks }: Document): Html =>
  shown(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head ?? ''}<style>${raw(STYLE + style)}</style>
</head>
<body${marks ?? ''}>${body}</body>
</html>`)

/** What stands in an input: it comes back as it stands, so it is nobody's to change. Texts are escaped, so that no one of them looks like this. */
const INPUTS = /(\svalue="[^"]*"|<textarea\b[^>]*>[^<]*<\/textarea>)/

/** Without what hides in texts and changes how they read. */
function shown(page: Html): Html {
  const part = (text: string, index: number) => (index % 2 === 1 ? text : legible(text))
  const clean = (text: { toString(): string }) => raw(text.toString().split(INPUTS).map(part).join(''))
  return page instanceof Promise ? page.then(clean) : clean(page)
}

/** `2026-12-05 10:15 UTC`, readable by machines too. */
export function timeTag(atMs: number): Html {
  const iso = new Date(atMs).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`
}
