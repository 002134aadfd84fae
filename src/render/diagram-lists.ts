/**
 * Steps of one phase that all follow the same step, lead to the same one and have nothing else to be drawn: a list in one box says that better than a dozen
 * boxes and lines. Promises to leave out no step and no line but those that say the same.
 */
import type { Diagram, DiagramEdge, DiagramNode } from './diagram-shape.ts'

/** Fewer are boxes of their own. */
const MEMBERS_MIN = 3

export function withLists(
  groups: Diagram['groups'],
  edges: readonly DiagramEdge[],
): { groups: Diagram['groups']; edges: DiagramEdge[] } {
  const lists = new Map<string, string>()
  const listed = groups.map((group) => {
    const alike = [...Map.groupBy(group.nodes, (node) => placeOf(node, edges))]
    const found = alike.flatMap(([place, nodes]) => (place !== null && nodes.length >= MEMBERS_MIN ? [nodes] : []))
    for (const [first, ...others] of found) for (const node of others) lists.set(node.key, first!.key)
    const nodes = group.nodes.flatMap((node) => {
      const members = found.find(([first]) => first === node)
      if (members) return [listOf(members)]
      return lists.has(node.key) ? [] : [node]
    })
    return { ...group, nodes }
  })
  return { groups: listed, edges: edges.filter(({ from, to }) => !lists.has(from) && !lists.has(to)) }
}

/** What comes before it and after it; null for a step that is to be seen by itself. */
function placeOf({ key, shape, danger, critical }: DiagramNode, edges: readonly DiagramEdge[]): string | null {
  const own = edges.filter(({ from, to }) => from === key || to === key)
  const isPlain = own.every(({ kind, label }) => kind === 'next' && label === null)
  const before = own.filter(({ to }) => to === key).map(({ from }) => from)
  const after = own.filter(({ from }) => from === key).map(({ to }) => to)
  if (shape === 'decision' || danger || critical || !isPlain || before.length !== 1) return null
  return `${shape} ${before} ${after.toSorted()}`
}

/** Takes the place, and the lines, of its first member. */
const listOf = (members: DiagramNode[]): DiagramNode => ({
  ...{ key: members[0]!.key, number: null, title: '', shape: 'list', budget: null, anchor: null },
  ...{ danger: false, critical: false, members },
})
