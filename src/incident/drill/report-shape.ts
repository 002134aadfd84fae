/** What a drill has shown, in figures and in words: actual against objective, and what went wrong (R154 to R156). Instants are epoch milliseconds, lengths milliseconds. */
import type { PersonView } from '../person-view.ts'
import type { StepStatus } from '../recovery/standing.ts'
import type { Phase } from '../state.ts'
import type { View } from '../view-shape.ts'
import type { ListPart } from './record-shape.ts'

export interface SignedView {
  atMs: number
  by: PersonView
  text: string | null
}

export interface LevelReport {
  label: string
  reachedMs: number
  /** Paged, in their order, and which of them could not be reached by any means. */
  people: PersonView[]
  unreachable: PersonView[]
  /** The first answer of somebody whom this level paged; null: none. */
  answeredMs: number | null
  /** From the level to that answer. */
  tookMs: number | null
}

export interface StepReport {
  id: string
  title: string
  budgetMs: number | null
  /** Null: it did not begin, did not end, or nobody said when it began. */
  tookMs: number | null
  over: boolean
  outcome: StepStatus
  /** How often it was begun. */
  tries: number
  /** The drill only looked on. */
  dry: boolean
}

export interface AudienceReport {
  notice: string
  audience: string
  means: string
  moment: string
  dueMs: number | null
  deadlineMs: number | null
  /** When it was told; null: it was not. */
  atMs: number | null
  late: boolean
  /** A drill tells nobody outside: this is what would have been owed, and `updates` more in the rhythm of the plan. */
  sandboxed: boolean
  updates: number
}

export interface TroubleReport {
  atMs: number
  kind: 'objective' | 'step' | 'waived' | 'approval' | 'page' | 'notice' | 'effect' | 'restored'
  what: string
}

export interface ListItem {
  text: string
  signed: SignedView | null
}

export interface DrillReport {
  incident: string
  plan: { id: string; name: string }
  mode: View['mode']
  /** Null: nobody has said which drill of the plan it is. */
  drill: { id: string; label: string } | null
  scenario: { id: string; title: string } | null
  severity: string
  phase: Phase
  target: 'staging' | 'production' | null
  startedMs: number
  endedMs: number | null
  lead: PersonView | null
  participants: PersonView[]
  /** From outside, as the plan names them. */
  outside: string[]
  /** `met` null: nobody can say yet, or ever. */
  rto: { objectiveMs: number; tookMs: number | null; met: boolean | null }
  /** `lostMs` null: no usable backup was found, or, with `met` null: none was looked for (`set` null), or it may hold the damage. */
  rpo: {
    objectiveMs: number
    lostMs: number | null
    met: boolean | null
    set: string | null
    /** It was restored: no longer what would be lost, but what is. */
    restored: boolean
  }
  acknowledgement: {
    pagedMs: number | null
    answeredMs: number | null
    tookMs: number | null
    by: PersonView | null
    levels: LevelReport[]
  }
  steps: StepReport[]
  audiences: AudienceReport[]
  /** In the order in which they happened. */
  troubles: TroubleReport[]
  checklist: Record<ListPart, ListItem[]>
  /** Null: it was not held on production. */
  restored: ListItem | null
  /** What the plan wants in the record of each drill. */
  record: ListItem[]
  /** Sections of it that nobody has signed. */
  unsigned: string[]
  notes: View['notes']
}
