/** A diagram in Mermaid's language, which code hosts draw inside of Markdown. Promises that no title, whatever stands in it, ends its box. */
import type { Diagram, DiagramEdge, DiagramNode } from './diagram-shape.ts'

export function mermaidOf({ groups, joints, edges }: Diagram): string {
  const nodes = groups.flatMap((group) => group.nodes)
  const bold = edges.flatMap(({ critical }, index) => (critical ? [index] : []))
  const marked = (name: string, keys: string[]): string[] =>
    keys.length > 0 ? [`class ${keys.join(',')} ${name}`] : []
  const lines = [
    ...groups.flatMap((group) => [
      `subgraph ${group.key}["${escaped(group.title)}"]`,
      ...group.nodes.map((node) => `  ${nodeText(node)}`),
      'end',
    ]),
    ...joints.map(({ key }) => `${key}(( ))`),
    ...edges.map(edgeText),
    'classDef danger stroke:#b3261e,stroke-width:2px',
    'classDef critical stroke-width:4px',
    'classDef check stroke-dasharray:4 3',
    ...marked(
      'danger',
      keysOf(nodes, ({ danger }) => danger),
    ),
    ...marked(
      'critical',
      keysOf(nodes, ({ critical }) => critical),
    ),
    ...marked(
      'check',
      keysOf(nodes, ({ shape, members }) => (members?.[0]?.shape ?? shape) === 'check'),
    ),
    ...(bold.length > 0 ? [`linkStyle ${bold.join(',')} stroke-width:4px`] : []),
  ]
  return ['flowchart TD', ...lines.map((line) => `  ${line}`)].join('\n')
}

const keysOf = (nodes: readonly DiagramNode[], wanted: (node: DiagramNode) => boolean): string[] =>
  nodes.filter(wanted).map(({ key }) => key)

function nodeText(node: DiagramNode): string {
  const label = `"${(node.members ?? [node]).map(toldOf).join('<br>')}"`
  return node.shape === 'decision' ? `${node.key}{${label}}` : `${node.key}(${label})`
}

/** Its full stop is an entity: for some versions of Mermaid the number would begin a list, which they do not draw. */
const toldOf = ({ number, title, budget, danger }: DiagramNode): string =>
  `${danger ? '⚠ ' : ''}${number}#46; ${escaped(title)}${budget === null ? '' : ` (${budget})`}`

function edgeText({ from, to, kind, label }: DiagramEdge): string {
  const arrow = kind === 'failure' ? '-.->' : '-->'
  return `${from} ${arrow}${label === null ? '' : `|"${escaped(label)}"|`} ${to}`
}

/** Mermaid writes characters that mean something to it as their entity, without the ampersand. */
const escaped = (text: string): string =>
  text.replace(/[#"&<>`*_~;{}[\]()|\\]/g, (one) => `#${one.codePointAt(0)};`).replace(/\s+/g, ' ')
