/** How a rendered plan looks: on screens of any width, light and dark, and on A4 with its imprint and page numbers on every page. */

const COLOURS = `:root { --ink: #1c2330; --soft: #4c5666; --line: #cfd6e0; --paper: #fff; --tint: #f3f5f8; --link: #0b57a4; --danger: #b3261e;
  --warn-back: #fdf3d7; --warn-line: #b98900; --info-back: #eaf2fc; --danger-back: #fdeceb; --mark: #fff0b8; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #aab3c1; --line: #3a4454; --paper: #12161d; --tint: #1b212b; --link: #8dbcff;
  --danger: #ff8a80; --warn-back: #362c10; --warn-line: #d9a93a; --info-back: #16263b; --danger-back: #391a18; --mark: #574714; } }`

const SCREEN = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 58rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 "Helvetica Neue", Arial, Helvetica, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .2rem 0 1rem; } h2 { font-size: 1.4rem; margin: 2.8rem 0 .8rem; padding-top: .7rem; border-top: 3px solid var(--ink); }
h3 { font-size: 1.12rem; margin: 1.8rem 0 .6rem; } h4 { font-size: 1rem; margin: 0 0 .5rem; }
p { margin: .5rem 0; } a { color: var(--link); overflow-wrap: anywhere; } section > :first-child { margin-top: 0; } section { margin-top: 2.6rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.classification { display: inline-block; border: 2px solid var(--danger); color: var(--danger); font-weight: 700; letter-spacing: .04em; padding: .15rem .6rem; margin: 0; }
nav { background: var(--tint); border-radius: .5rem; padding: .9rem 1rem; } nav ol { columns: 18rem; column-gap: 2rem; margin: 0; padding-left: 1.5rem; } nav li { break-inside: avoid; padding: .1rem 0; }
dl { margin: .7rem 0; } dl > div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: .1rem 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; } dt { font-weight: 700; color: var(--soft); } dd { margin: 0; min-width: 0; } dd > :first-child { margin-top: 0; } dd > :last-child { margin-bottom: 0; }
.wide, .diagram { overflow-x: auto; margin: 1rem 0; } table { border-collapse: collapse; width: 100%; font-size: .93rem; }
caption { text-align: left; font-weight: 700; padding: .2rem 0 .4rem; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-top: 1px solid var(--line); }
thead th { color: var(--soft); border-top: 0; border-bottom: 2px solid var(--ink); } tbody th { font-weight: 400; } td { min-width: 5rem; }
code, pre { font-family: "SFMono-Regular", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .88em; } code { overflow-wrap: anywhere; }
pre { background: var(--tint); border-left: 4px solid var(--line); padding: .6rem .8rem; margin: .5rem 0 .3rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { font-size: .86rem; } pre + p { font-size: .9rem; color: var(--soft); margin-top: 0; } var { font-style: normal; font-weight: 700; color: var(--link); }
mark { background: var(--mark); color: inherit; padding: 0 .15em; } .flag, .warn { color: var(--danger); font-weight: 700; }
.note { padding: .7rem .9rem; border-left: 5px solid var(--warn-line); background: var(--warn-back); } .note.info { border-color: var(--link); background: var(--info-back); }
.step { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem .5rem; margin: .8rem 0; } .step.danger { border: 2px solid var(--danger); }
.step h4 { display: block; } .step h4 code { font-weight: 400; color: var(--soft); } .step dl > div { padding: .2rem 0; border: 0; }
.tick { display: inline-block; width: .95em; height: .95em; border: 2px solid var(--ink); border-radius: .15em; vertical-align: -.1em; margin-right: .5em; }
ul.ticks { list-style: none; padding-left: 0; } ul.ticks li { padding: .15rem 0 .15rem 1.6em; text-indent: -1.6em; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
.picture img { display: block; width: 37.5rem; max-width: 100%; height: auto; border-radius: .5rem; }
.diagram svg { display: block; width: var(--width); min-width: calc(var(--width) * .5); max-width: 100%; height: auto; margin: 0 auto; } svg text { font-family: Arial, Helvetica, sans-serif; fill: var(--ink); }
svg a { text-decoration: none; } svg polygon, svg path, svg polyline { fill: none; stroke: var(--soft); } .phase > polygon { fill: var(--tint); stroke: var(--line); } .phase-titles text { font-weight: 700; paint-order: stroke; stroke: var(--tint); stroke-width: 4px; stroke-linejoin: round; }
.node-step polygon, .node-step path { fill: var(--paper); stroke: var(--ink); } .edge > polygon, .joint ellipse, .edge a > polygon { fill: var(--soft); stroke: var(--soft); }
.node-step.danger polygon, .node-step.danger path { stroke: var(--danger); fill: var(--danger-back); } .node-step.critical polygon, .node-step.critical path, .edge.critical path { stroke-width: 3; }
.line-failure path, .line-failure > polygon { stroke: var(--danger); } .line-failure > polygon { fill: var(--danger); } .edge text { fill: var(--soft); }
@media (max-width: 40rem) { body { padding: 1rem .8rem 3rem; } h1 { font-size: 1.5rem; } dl > div { grid-template-columns: minmax(0, 1fr); } .step { padding: .7rem .7rem .4rem; } .diagram svg { max-width: none; } }`

const PAPER = `
@media print { :root { font-size: 10pt; } body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.36; } h1 { font-size: 20pt; } h2 { font-size: 15pt; margin-top: 0; } h3 { margin: 12pt 0 4pt; } nav, footer { display: none; }
  a { color: inherit; text-decoration: none; } h1, h2, h3, h4, h5, caption, h3 + p, p:has(+ article, + .diagram) { break-after: avoid; } tr, dl > div, .note, .diagram, .step, pre, li { break-inside: avoid; } thead { display: table-header-group; }
  section { margin-top: 18pt; } section:has(> h2[id^="scenario-"]) { break-before: page; margin-top: 0; } h2[id^="scenario-"] { border-top: 0; padding-top: 0; }
  .step { padding: 4pt 7pt 2pt; margin: 5pt 0; } .step h4 { margin-bottom: 2pt; break-after: avoid; } .step dl { margin: 2pt 0; } .step dl > div { padding: 1pt 0; } dl > div { padding: 2pt 0; } p { orphans: 3; widows: 3; margin: 3pt 0; }
  pre { padding: 3pt 6pt; margin: 2pt 0; } .wide, .diagram { overflow: visible; margin: 8pt 0; } table { font-size: 8.8pt; } th, td { padding: 2.5pt 6pt 2.5pt 0; } .diagram svg { min-width: 0; max-width: 100%; max-height: 235mm; } }`

/** @param imprint one line for the foot of every page. */
export const documentStyle = (imprint: string): string => `${COLOURS}${SCREEN}${PAPER}
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-left { content: ${cssText(imprint)}; font: 8pt Arial, sans-serif; color: #4c5666; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Arial, sans-serif; color: #4c5666; } }
`

/** A text as CSS reads it, whatever stands in it. */
const cssText = (text: string): string =>
  `"${text.replace(/[^\p{L}\p{N} .,:;()·/+-]/gu, (one) => `\\${one.codePointAt(0)!.toString(16)} `)}"`

export const colours = COLOURS
