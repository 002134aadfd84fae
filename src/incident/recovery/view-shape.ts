/** What people are shown of a recovery; everything is decided here, only words and layout are left. Times are epoch milliseconds. */
import type { PersonView } from '../person-view.ts'
import type { BackupDoubt } from './restoring.ts'
import type { StepStatus } from './standing.ts'
import type { ActionResult, CustodyEntry, Run, Variant } from './state.ts'

/** What came of one action or check. */
export type ResultView = Pick<ActionResult, 'ok' | 'tookMs' | 'exitCode'> & { what: string; reason?: string }

export interface RunView {
  id: string
  variant: Variant
  state: Run['state']
  digest: string
  requested: { atMs: number; by: PersonView }
  startsMs: number
  expiresMs: number | null
  approvals: { person: PersonView; atMs: number }[]
  approvalsMissing: number
  /** Who of them has not answered yet, in words; null: nobody is asked. */
  approvers: string | null
  breakGlass: { by: PersonView; reason: string } | null
  startedMs: number | null
  endedMs: number | null
  reason: string | null
  rejectedBy: PersonView | null
  cancelAskedBy: PersonView | null
  /** Who said how it ended, when nobody knew. */
  settledBy: PersonView | null
  settledNote: string | null
  /** Which machine carries it out, as far as it has shown itself. */
  host: string | null
  /** Exactly what it runs, one line each; null: that would no longer be what was asked for. */
  commands: string[] | null
  /** As long as its actions took; while the sandbox's clock stands still they take time all the same. Null: not begun or not ended. */
  tookMs: number | null
  actions: ResultView[]
  checks: ResultView[]
  /** End of the output. */
  tail: string | null
  log: string | null
  outputBytes: number | null
  custody: CustodyEntry[]
  /** The sandbox only said what it would do. */
  pretended: boolean
}

/** A button that fits the step: a command with its words. */
export interface StepAction {
  command: 'approve' | 'reject' | 'step' | 'undo' | 'check'
  words: string
  label: string
  style?: 'primary' | 'danger'
}

export interface StepView {
  id: string
  title: string
  why: string | null
  phase: string
  /** Position among all steps that are not known to be needless, from 1; null: needless. */
  number: number | null
  kind: 'actions' | 'manual' | 'decision'
  risk: 'read' | 'write' | 'destructive'
  owner: { role: string; label: string; person: PersonView | null } | null
  status: StepStatus
  /** Whoever needs it may go on, also after a failure that has been gone round. */
  settled: boolean
  sinceMs: number
  budgetMs: number | null
  /** Of a step in hand: beyond its budget by so much at the moment of its warning. */
  overBudget: boolean
  openEnded: boolean
  gate: 'technical' | 'business' | null
  /** What it waits for, in words. */
  waitsFor: string[]
  /** Steps that wait for this one. */
  holdsUp: string[]
  /** Why it is left out, or how a person says it ended. */
  note: string | null
  by: PersonView | null
  /** What a person does. */
  instructions: string | null
  question: string | null
  options: { id: string; label: string }[]
  chosen: string | null
  /** What runs, one line each, with values filled in and secrets named only; in a drill that looks on: what would. */
  commands: string[]
  runsOn: string[]
  /** What speaks against the backup that it would restore. */
  doubt: BackupDoubt | null
  /** A drill only looks on. */
  dry: boolean
  approval: { count: number; who: string } | null
  run: RunView | null
  undo: RunView | null
  dryRun: RunView | null
  canUndo: string | null
  actions: StepAction[]
}

export interface PhaseView {
  id: string
  title: string
  fromMs: number | null
  toMs: number | null
  done: number
  total: number
  /** Its window is over and steps are open. */
  late: boolean
}

export interface RecoveryView {
  phases: PhaseView[]
  steps: StepView[]
  /** In hand or waiting for people, most urgent first. */
  now: string[]
  done: number
  total: number
  forecast: {
    /** When it will be over as things stood at the last event; null: nothing is left. See `forecastAt`. */
    endMs: number | null
    /** What remains when every step in hand has used up its time, milliseconds. */
    afterRunningMs: number
    missesRto: boolean
    /** Steps without a budget, which count nothing; of so many that are left. */
    unknown: number
    left: number
  } | null
  tiers: { id: string; label: string; fromMs: number; toMs: number | null; restoredMs: number | null; late: boolean }[]
  values: { name: string; label: string; value: string | null; hint: string | null }[]
  /** The last restorable point, of the worst backup set; null: not looked up, or none asked for. */
  rpo: {
    objectiveMs: number
    /** Null: there is no usable backup. */
    pointMs: number | null
    set: string
    verified: boolean
    /** It was restored: no longer what would be lost, but what is. */
    restored: boolean
    /** It was made while the outage went on, and may hold its damage. */
    inOutage: boolean
    /** From that point to the outage's start, milliseconds: what is lost. Null: there is no backup, or it may hold the damage. */
    lostMs: number | null
    /** Null: nobody knows, for it may hold the damage. */
    missed: boolean | null
  } | null
  /** What stands between the incident and its resolution. */
  gates: { step: string; title: string; kind: 'check' | 'running' | 'unknown' | 'undo' }[]
}
