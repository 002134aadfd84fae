/**
 * The steps of a scenario as a graph to be drawn: what leads to what, with the longest way, and with what only a failure opens. Promises no more lines
 * than are needed: who waits for a step waits for all that come before it, too.
 */
import { counted } from '../plan/in-words.ts'
import type { PlanStep, Procedure } from '../plan/procedure.ts'
import { linesOf } from './diagram-lines.ts'
import { withLists } from './diagram-lists.ts'
import type { Diagram, DiagramEdge, DiagramNode } from './diagram-shape.ts'

export interface DiagramOptions {
  title: string
  anchorOf: (step: string) => string
  /** Time in words. */
  lengthOf: (ms: number) => string
  /** Steps of the longest way, in order; none when nothing is known of how long they take. */
  critical: readonly string[]
}

export function diagramOf({ phases, steps }: Procedure, options: DiagramOptions): Diagram {
  const { title, anchorOf, lengthOf, critical } = options
  const keys = new Map(steps.map(({ id }, index) => [id, `n${index + 1}`]))
  const nodeOf = (step: PlanStep): DiagramNode => ({
    key: keys.get(step.id)!,
    number: steps.indexOf(step) + 1,
    title: step.title,
    shape: shapeOf(step),
    danger: step.risk === 'destructive',
    critical: critical.includes(step.id),
    budget: step.budget === undefined ? null : lengthOf(step.budget),
    anchor: anchorOf(step.id),
  })
  const successive = new Set(critical.slice(1).map((id, index) => `${critical[index]} ${id}`))
  const edges = linesOf(steps).map((line) => ({
    ...line,
    critical: successive.has(`${line.from} ${line.to}`),
    from: keys.get(line.from)!,
    to: keys.get(line.to)!,
  }))
  const groups = phases.map(({ id, title }, index) => ({
    key: `g${index + 1}`,
    title,
    nodes: steps.filter(({ phase }) => phase === id).map(nodeOf),
  }))
  const drawn = groups.filter(({ nodes }) => nodes.length > 0)
  const decisions = steps.filter(({ decide }) => decide).length
  const amounts = `${counted(steps.length, 'step')} in ${counted(drawn.length, 'phase')}`
  const description = `${amounts}${decisions > 0 ? `, ${decisions} of them decisions` : ''}; all are written out below.`
  const listed = withLists(drawn, edges)
  return { title, description, groups: listed.groups, ...withJoints(listed.edges) }
}

const shapeOf = ({ decide, gate }: PlanStep): DiagramNode['shape'] => {
  if (decide) return 'decision'
  return gate === null ? 'step' : 'check'
}

/** Where several steps all wait for the same several others, the lines meet once in between. */
function withJoints(edges: DiagramEdge[]): Pick<Diagram, 'joints' | 'edges'> {
  const plain = edges.filter(({ kind, label }) => kind === 'next' && label === null)
  const sourcesOf = new Map<string, string[]>()
  for (const { from, to } of plain) sourcesOf.set(to, [...(sourcesOf.get(to) ?? []), from])
  const waiting = Map.groupBy([...sourcesOf.keys()], (to) => sourcesOf.get(to)!.toSorted().join(' '))
  const meeting = [...waiting].filter(([sources, targets]) => sources.includes(' ') && targets.length > 1)
  const joints = meeting.map((_, index) => jointNode(`j${index + 1}`))
  const bundled = meeting.flatMap(([sources, targets], index): DiagramEdge[] => {
    const joint = `j${index + 1}`
    const line = { kind: 'next', label: null, critical: false } as const
    return [
      ...sources.split(' ').map((from) => ({ ...line, from, to: joint })),
      ...targets.map((to) => ({ ...line, from: joint, to })),
    ]
  })
  const gone = new Set(meeting.flatMap(([, targets]) => targets))
  return { joints, edges: [...edges.filter((edge) => !plain.includes(edge) || !gone.has(edge.to)), ...bundled] }
}

const jointNode = (key: string): DiagramNode => ({
  ...{ key, number: null, title: '', shape: 'joint', budget: null, anchor: null },
  ...{ danger: false, critical: false },
})
