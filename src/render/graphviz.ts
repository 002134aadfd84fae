/**
 * A diagram as SVG, drawn by Graphviz on the server. Promises the same bytes for the same diagram, no script, and colours by classes alone, so that the page
 * around it decides what they are in the light, in the dark and on paper.
 */
import { instance } from '@viz-js/viz'
import type { Diagram, DiagramEdge, DiagramNode } from './diagram-shape.ts'

export type Draw = (diagram: Diagram) => string

/** Characters of a line in a box. */
const LINE_CHARS = 24
/** And of a list. */
const LIST_CHARS = 40
/** Steps side by side that nothing follows. */
const ENDS_IN_A_ROW = 4
/** Graphviz knows how wide the letters of this family are; the page names its like. */
const FONT = 'Helvetica'

/** Starts Graphviz (compiled to WebAssembly, so nothing has to be installed). */
export async function createDraw(): Promise<Draw> {
  const graphviz = await instance()
  return (diagram) => tidied(graphviz.renderString(dotOf(diagram), { format: 'svg' }), diagram)
}

function dotOf({ groups, joints, edges }: Diagram): string {
  const clusters = groups.map(
    ({ key, title, nodes }) =>
      `subgraph cluster_${key} { class="phase"; label=${quoted(title)}; ${nodes.map(nodeLine).join(' ')} }`,
  )
  return `digraph {
    graph [rankdir=TB, bgcolor=transparent, fontname=${FONT}, fontsize=13, nodesep=0.22, ranksep=0.34, pad=0.1, labeljust=l, newrank=true];
    node [fontname=${FONT}, fontsize=12, shape=box, style=rounded, margin="0.13,0.08", height=0.3];
    edge [fontname=${FONT}, fontsize=11, arrowsize=0.7];
    ${[...clusters, ...joints.map(nodeLine), ...inRows(edges).map(edgeLine), ...held(groups, edges)].join('\n')}
  }`
}

/** Steps that wait for nothing would be drawn anywhere: they stay beside those with which their phase begins. */
function held(groups: Diagram['groups'], edges: readonly DiagramEdge[]): string[] {
  const waiting = new Set(edges.map(({ to }) => to))
  const next = Map.groupBy(edges, ({ from }) => from)
  const reaches = (from: string, to: string): boolean =>
    from === to || (next.get(from) ?? []).some((edge) => reaches(edge.to, to))
  return groups.flatMap(({ nodes }, index) => {
    const free = nodes.map(({ key }) => key).filter((key) => !waiting.has(key))
    if (index === 0) return inGrid(free)
    const own = new Set(nodes.map(({ key }) => key))
    const before =
      edges.find(({ from, to }) => own.has(to) && !own.has(from))?.from ?? groups[index - 1]?.nodes.at(-1)?.key
    return before === undefined
      ? []
      : free.filter((key) => !reaches(key, before)).map((key) => `${before} -> ${key} [style=invis];`)
  })
}

/** The first row is one because Graphviz is told so, each further one because it hangs on the row above. */
function inGrid(keys: readonly string[]): string[] {
  const above = keys.slice(ENDS_IN_A_ROW).map((key, index) => `${keys[index]} -> ${key} [style=invis];`)
  return keys.length > 1 ? [`{ rank=same; ${keys.slice(0, ENDS_IN_A_ROW).join('; ')} }`, ...above] : []
}

function nodeLine(node: DiagramNode): string {
  if (node.members) return listLine(node.key, node.members)
  if (node.shape === 'joint') return `${node.key} [shape=point, width=0.07, class="joint"];`
  const look = { step: '', check: DASHED, decision: ', shape=diamond, style="", margin="0,0"', list: '' }
  const classes = ['node-step', node.danger && 'danger', node.critical && 'critical'].filter(Boolean).join(' ')
  const link = node.anchor === null ? '' : `, URL=${quoted(`#${node.anchor}`)}`
  return `${node.key} [label=${quoted(labelOf(node))}, class="${classes}"${look[node.shape]}${link}];`
}

const DASHED = ', style="rounded,dashed"'

function listLine(key: string, members: readonly DiagramNode[]): string {
  const rows = members.map((member) => {
    const link = member.anchor === null ? '' : ` HREF="${escaped(`#${member.anchor}`)}"`
    const lines = wrapped(toldOf(member), LIST_CHARS).map((line) => `${escaped(line)}<BR ALIGN="LEFT"/>`)
    return `<TR><TD ALIGN="LEFT" BALIGN="LEFT"${link}>${lines.join('')}</TD></TR>`
  })
  const table = `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">${rows.join('')}</TABLE>`
  return `${key} [label=<${table}>, class="node-step list"${members[0]?.shape === 'check' ? DASHED : ''}];`
}

function labelOf(node: DiagramNode): string {
  return wrapped(toldOf(node), node.shape === 'decision' ? LINE_CHARS - 6 : LINE_CHARS).join('\n')
}

const toldOf = ({ number, title, budget, danger }: DiagramNode): string =>
  `${danger ? '⚠ ' : ''}${number}. ${title}${budget === null ? '' : ` (${unbroken(budget)})`}`

/** What many ends hang on would be drawn as one endless row: they get several, below each other. */
function inRows(edges: readonly DiagramEdge[]): (DiagramEdge & { rows: number })[] {
  const leading = new Set(edges.map(({ from }) => from))
  const incoming = Map.groupBy(edges, ({ to }) => to)
  const placed = new Map<string, number>()
  return edges.map((edge) => {
    if (leading.has(edge.to) || incoming.get(edge.to)!.length > 1) return { ...edge, rows: 1 }
    const place = placed.get(edge.from) ?? 0
    placed.set(edge.from, place + 1)
    return { ...edge, rows: 1 + Math.floor(place / ENDS_IN_A_ROW) }
  })
}

function edgeLine({ from, to, kind, label, critical, rows }: DiagramEdge & { rows: number }): string {
  const classes = [`line-${kind}`, critical && 'critical'].filter(Boolean).join(' ')
  const look = [
    `class="${classes}"`,
    ...(kind === 'failure' ? ['style=dashed'] : []),
    ...(label === null ? [] : [`label=${quoted(` ${wrapped(label, LINE_CHARS).join('\n ')}`)}`]),
    ...(critical ? ['weight=8'] : []),
    ...(rows > 1 ? [`minlen=${rows}`] : []),
  ]
  return `${from} -> ${to} [${look.join(', ')}];`
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/[ \n]+/)) {
    const last = lines.pop()
    if (last === undefined) lines.push(word)
    else if (last.length + word.length + 1 > width) lines.push(last, word)
    else lines.push(`${last} ${word}`)
  }
  return lines
}

/** Stays on one line. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

const quoted = (text: string): string =>
  `"${text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

/** Only the drawing: without prologue, tooltips, fixed size and colours, and with a name for those who do not see it. Lines run below titles of phases. */
function tidied(svg: string, { title, description }: Diagram): string {
  const [, width = '0'] = /<svg width="(\d+)pt"/.exec(svg) ?? []
  const name = escaped(`${title}: ${description}`)
  const plain = svg
    .slice(svg.indexOf('<svg'))
    .replace(
      /<svg width="\d+pt" height="\d+pt"/,
      () => `<svg role="group" aria-label="${name}" style="--width:${width}pt"`,
    )
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>[\s\S]*?<\/title>\n?/g, '')
    .replace(/ xmlns:xlink="[^"]*"/, '')
    .replace(/ xlink:title="[^"]*"/g, '')
    .replaceAll(' xlink:href=', ' tabindex="-1" href=')
    .replace(/ (?:id|font-family)="[^"]*"/g, '')
    .replace(/ (?:fill|stroke)="(?:black|none|lightgrey|transparent)"/g, '')
    .replaceAll('&#45;', '-')
  const phase = /(<g class="cluster phase">\s*<polygon[^>]*\/>)\s*(<text[\s\S]*?<\/text>)/g
  const titles = [...plain.matchAll(phase)].map(([, , text]) => text)
  const group = titles.length > 0 ? `<g class="phase-titles">\n${titles.join('\n')}\n</g>\n` : ''
  return plain.replace(phase, '$1').replace(/<\/g>\s*<\/svg>\s*$/, () => `${group}</g>\n</svg>`)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ENTITIES[one]!)
