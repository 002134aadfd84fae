/** The review of an incident before anybody words it: all that the journal knows, and what people wrote. Instants are epoch milliseconds, lengths milliseconds. */
import type { DrillReport } from '../drill/report-shape.ts'
import type { PersonView } from '../person-view.ts'
import type { Run } from '../recovery/state.ts'
import type { ReviewField } from './fields.ts'

export interface SaidView {
  atMs: number
  by: PersonView
  text: string
}

export interface FilledField extends ReviewField {
  /** Null: nobody has written it. */
  said: SaidView | null
  /** What stood there before, oldest first. */
  earlier: SaidView[]
}

export interface ApprovalReport {
  step: string
  title: string
  requested: { atMs: number; by: PersonView }
  /** Each with how long it was waited for. */
  approvals: { atMs: number; by: PersonView; waitedMs: number }[]
  /** Until the last approval, the refusal or the beginning; null: nothing came. */
  waitedMs: number | null
  outcome: Run['state']
  breakGlass: SaidView | null
  rejected: { by: PersonView; reason: string } | null
}

/** What was gone round: a check that was waived, or what was to be taken back and stays. */
export interface WaiverReport extends SaidView {
  title: string
  kind: 'check' | 'undo'
}

export interface PagedReport {
  person: PersonView
  /** How often they were paged, by how many messages and calls, and how often they answered. */
  pages: number
  messages: number
  acknowledged: number
  unreachable: number
}

export interface NoteReport extends SaidView {
  /** Its number among the notes, from 1. */
  number: number
  /** Of the event that wrote it. */
  seq: number
  decision: boolean
  changed: { atMs: number; by: PersonView } | null
  earlier: SaidView[]
}

export interface BarReport {
  fromMs: number
  toMs: number | null
  failed: boolean
}

/** A follow-up, as whoever keeps them hands it over. */
export interface FollowUp {
  title: string
  owner: string | null
  dueMs: number | null
  doneMs: number | null
}

export interface ReviewDocument {
  /** Figures, steps, audiences and troubles, as a drill's report has them. */
  report: DrillReport
  seen: string
  /** Of risk, as the plan calls it; null: none. */
  category: string | null
  components: string[]
  declaredBy: PersonView
  moments: {
    /** Null: nobody has said when it began. */
    badMs: number | null
    declaredMs: number
    acknowledgedMs: number | null
    restoredMs: number | null
    endedMs: number | null
  }
  /** Null: not known. */
  figures: {
    /** From the first sign that something was wrong to the declaration. */
    detectMs: number | null
    /** From the declaration to the first answer. */
    acknowledgeMs: number | null
    /** From the first sign, or the declaration, until the service was back; of one that was opened again, the longest of its outages. */
    recoverMs: number | null
    /** All its outages together; null in a drill, which no customer feels. */
    customerImpactMs: number | null
  }
  /** How often it was opened again. */
  reopened: number
  fields: FilledField[]
  /** Labels of the fields that nobody has written. */
  missing: FilledField[]
  approvals: ApprovalReport[]
  waivers: WaiverReport[]
  paged: PagedReport[]
  roles: { label: string; holder: PersonView }[]
  notes: NoteReport[]
  /** By step, what was begun and how long it went on. */
  bars: Record<string, BarReport[]>
  /** Backups that were read (R147). */
  custody: { set: string; key: string; madeAtMs: number; sha256: string; verified: boolean }[]
  vendors: { label: string; atMs: number; by: PersonView; reference: string }[]
  followUps: FollowUp[]
  meeting: {
    /** The review is held by then; null: the plan does not say. */
    dueMs: number | null
    participants: { label: string; people: PersonView[] }[]
    agenda: string[]
    sections: string[]
    deliverables: string[]
  }
  filed: { atMs: number; place: string | null } | null
  published: { n: number; atMs: number; by: PersonView } | null
  /** Where people outside can read about it, if that was said. */
  publicLink: string | null
}
