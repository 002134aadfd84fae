/** A document as one HTML file: no script, nothing fetched, light or dark, on a phone and on paper. Promises that no text of a plan is taken for markup. */
import { html, raw } from 'hono/html'
import { legible } from '../plan/legible.ts'
import type { Diagram } from './diagram-shape.ts'
import {
  type Block,
  type Fact,
  type Inline,
  type PlanDocument,
  pieces,
  type StepBlock,
  type Words,
} from './document.ts'
import { followed } from './followed.ts'
import type { Draw } from './graphviz.ts'
import { documentStyle } from './page-style.ts'

type Html = ReturnType<typeof html>

export const htmlOf = (document: PlanDocument, draw: Draw): string =>
  legible(
    `${pageHtml({
      title: document.title,
      style: documentStyle(document.imprint),
      body: html`<header>${classified(document.classification)}<h1>${document.title}</h1></header>
<nav aria-label="Contents">${contents(document.blocks)}</nav>
<main>${sections(document.blocks).map(
        ([
          first,
          ...rest
        ]) => html`<section>${blockHtml(first!, draw)}${rest.map((block) => blockHtml(block, draw))}</section>
`,
      )}</main>
<footer><p>${document.imprint}</p></footer>`,
    })}\n`,
  )

const classified = (classification: string | undefined): Html | string =>
  classification === undefined ? '' : html`<p class="classification">${classification}</p>`

export const pageHtml = ({
  title,
  style,
  body,
}: {
  title: string
  style: string
  body: Html
}): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
${body}
</body>
</html>`

/** What belongs together: a heading of level 2 and all until the next. */
function sections(blocks: readonly Block[]): Block[][] {
  const all: Block[][] = []
  for (const block of blocks) {
    if (all.length === 0 || (block.kind === 'heading' && block.level === 2)) all.push([])
    all.at(-1)!.push(block)
  }
  return all
}

const contents = (blocks: readonly Block[]): Html =>
  html`<ol>${blocks.map((block) =>
    block.kind === 'heading' && block.level === 2 ? html`<li><a href="#${block.anchor}">${block.text}</a></li>` : '',
  )}</ol>`

function blockHtml(block: Block, draw: Draw): Html {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block)
    case 'paragraph':
      return html`<p>${inlineHtml(block.words)}</p>`
    case 'note':
      return html`<p class="note ${block.tone}">${inlineHtml(block.words)}</p>`
    case 'list':
      return listHtml(block)
    case 'facts':
      return html`<dl>${block.rows.map((row) => factHtml(row, draw))}</dl>`
    case 'table':
      return tableHtml(block)
    case 'code':
      return html`<pre><code>${codeParts(block.text)}</code></pre>`
    case 'diagram':
      return diagramHtml(block.diagram, draw)
    case 'picture':
      return pictureHtml(block)
    case 'step':
      return stepHtml(block, draw)
    default:
      return block satisfies never
  }
}

function headingHtml({ level, text, anchor }: Extract<Block, { kind: 'heading' }>): Html {
  if (level === 2) return html`<h2 id="${anchor}">${text}</h2>`
  return level === 3 ? html`<h3 id="${anchor}">${text}</h3>` : html`<h4 id="${anchor}">${text}</h4>`
}

function listHtml({ items, mark }: Extract<Block, { kind: 'list' }>): Html {
  const box = mark === 'tick' ? html`<span class="tick" aria-hidden="true"></span>` : ''
  const all = items.map((item) => html`<li>${box}${inlineHtml(item)}</li>`)
  if (mark === 'number') return html`<ol>${all}</ol>`
  return mark === 'tick' ? html`<ul class="ticks">${all}</ul>` : html`<ul>${all}</ul>`
}

const factHtml = ({ name, words, blocks = [] }: Fact, draw: Draw): Html =>
  html`<div><dt>${name}</dt><dd>${words.length > 0 ? html`<p>${inlineHtml(words)}</p>` : ''}${blocks.map((block) => blockHtml(block, draw))}</dd></div>`

const tableHtml = ({ title, columns, rows }: Extract<Block, { kind: 'table' }>): Html =>
  html`<div class="wide" role="region" tabindex="0" aria-label="${title}"><table><caption>${title}</caption>
<thead><tr>${columns.map((column) => (column === '' ? html`<td></td>` : html`<th scope="col">${column}</th>`))}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${inlineHtml(cell)}</th>` : html`<td>${inlineHtml(cell)}</td>`))}</tr>
`,
  )}</tbody></table></div>`

/** Beside the drawing, which a narrow screen makes small, it can be moved about. */
const diagramHtml = (diagram: Diagram, draw: Draw): Html =>
  html`<div class="diagram" role="region" tabindex="0" aria-label="${diagram.title}, a diagram">${raw(draw(diagram))}</div>`

/** As a picture of its own, which the page's style does not reach into. */
const pictureHtml = ({ title, svg }: Extract<Block, { kind: 'picture' }>): Html =>
  html`<p class="picture"><img alt="${title}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"></p>`

const stepHtml = ({ anchor, number, id, title, danger, body }: StepBlock, draw: Draw): Html =>
  html`<article class="step${danger ? ' danger' : ''}" id="${anchor}"><h4><span class="tick" aria-hidden="true"></span>${number}. ${danger ? html`<span class="warn" title="It interrupts or destroys something">⚠</span> ` : ''}${title} <code>${id}</code></h4>
${body.map((block) => blockHtml(block, draw))}</article>
`

export const inlineHtml = (words: Words): Html[] => words.map(partHtml)

function partHtml(part: Inline): Html {
  if (typeof part === 'string')
    return html`${pieces(part).map((piece) => (typeof piece === 'string' ? piece : partHtml(piece)))}`
  if ('code' in part) return html`<code>${codeParts(part.code)}</code>`
  if ('strong' in part) return html`<strong>${part.strong}</strong>`
  if ('url' in part) {
    const address = followed(part.url)
    return address === undefined ? html`<code>${part.url}</code>` : html`<a href="${address}">${part.url}</a>`
  }
  return part.flag === 'placeholder' ? html`<mark>${part.text}</mark>` : html`<span class="flag">⚠ ${part.text}</span>`
}

/** What somebody has to put in before it can be typed stands out. */
const codeParts = (code: string): (string | Html)[] =>
  code.split(/(‹[^›]*›)/).map((part) => (part.startsWith('‹') ? html`<var>${part}</var>` : part))
