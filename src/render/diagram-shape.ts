/** What a drawing of a scenario consists of, whatever language it is written in. */
import type { Line } from './diagram-lines.ts'

export interface DiagramNode {
  /** Unique in the diagram, and a plain name: n1, n2 … */
  key: string
  /** Number of the step; null for a list of steps, and for a joint, where several lines meet. */
  number: number | null
  title: string
  shape: 'step' | 'decision' | 'check' | 'list' | 'joint'
  /** Of a list: its steps, or checks. */
  members?: DiagramNode[]
  danger: boolean
  critical: boolean
  /** Time budget in words. */
  budget: string | null
  /** Place of the step in the document. */
  anchor: string | null
}

export interface DiagramEdge extends Line {
  critical: boolean
}

export interface Diagram {
  title: string
  /** In one sentence, for those who do not see it. */
  description: string
  groups: { key: string; title: string; nodes: DiagramNode[] }[]
  /** Where lines meet, outside of every group. */
  joints: DiagramNode[]
  edges: DiagramEdge[]
}
