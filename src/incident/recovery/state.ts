/**
 * How far the recovery has come: what people and runs did to each step. What follows from it (which step is ready, what blocks what) is derived in `standing.ts`
 * and stands nowhere.
 *
 * A run is one carrying-out of one step: it is asked for, approved as often as the step wants, started once, and ends. Its life:
 *
 *     requested ──► running ──► succeeded | failed | unknown ──► (a person says how it ended)
 *         └──► rejected | expired | void (it can no longer run as it was asked for)
 */
import type { Actor, Private } from '../../plan/actor.ts'

/** do: the step itself. dry: what a dry run does in its place. undo: what takes it back. */
export type Variant = 'do' | 'dry' | 'undo'
export const VARIANTS: readonly Variant[] = ['do', 'dry', 'undo']

interface ApprovalGiven {
  person: string
  atMs: number
  by: Actor
}

/** What came of one action or check of a run. */
export interface ActionResult {
  what: Private
  ok: boolean
  tookMs: number
  exitCode?: number
  reason?: Private
}

/** A backup that a run has read: chain of custody (R147). */
export interface CustodyEntry {
  set: string
  store: string
  key: string
  size: number
  sha256: string
  madeAtMs: number
  verified: boolean
  fetched: boolean
  /** Of the object in its store, where that keeps versions. */
  version?: string
}

export interface Run {
  /** `<step>/<variant>/<n>`. */
  id: string
  step: string
  variant: Variant
  n: number
  /** SHA-256 of exactly what it runs. */
  digest: string
  requestedBy: Actor
  requestedMs: number
  /** Not before: time to object. */
  startsMs: number
  /** Not begun by then, it lapses; null: it needs no approval. */
  expiresMs: number | null
  approvals: ApprovalGiven[]
  breakGlass?: { atMs: number; by: Actor; reason: Private }
  state: 'requested' | 'running' | 'succeeded' | 'failed' | 'unknown' | 'rejected' | 'expired' | 'void'
  startedMs?: number
  endedMs?: number
  /** Why it failed, or what is known of one whose end nobody knows. */
  reason?: Private
  rejected?: { by: Actor; reason: Private }
  cancelAsked?: { atMs: number; by: Actor }
  /** When it was given up for lost; its worker may still say how it ended. */
  lostMs?: number
  /** Machine whose worker carries it out, by its last sign of life. */
  host?: string
  /** Who said how an unknown one ended. */
  settled?: { by: Actor; note?: Private }
  actions: ActionResult[]
  checks: ActionResult[]
  /** End of the output. */
  tail?: Private
  /** Where the whole output is kept. */
  log?: string
  outputBytes?: number
  custody: CustodyEntry[]
  /** Only in words: the sandbox has nothing there to recover. */
  pretended?: true
}

/** What happened to one step besides its runs. */
export interface StepFacts {
  /** A person has begun a manual step. */
  started?: { atMs: number; by: Actor }
  /** A person says how a manual step ended. */
  ended?: { atMs: number; by: Actor; ok: boolean; note?: Private }
  chosen?: { atMs: number; by: Actor; option: string; reason?: Private }
  skipped?: { atMs: number; by: Actor; reason: Private }
  /** Of the steps that its failure offers, the one that people chose. */
  branch?: string
  /** Runs by variant; the last one counts. */
  runs: Record<Variant, number>
  /** What it did stays: nobody will take it back. */
  undoWaivedMs?: number
  /** Runs of the step itself up to this one count no more: it was reset. */
  resetRuns?: number
}

export interface AddedStep {
  id: string
  title: Private
  needs: string[]
  by: Actor
}

export interface RestorePoint {
  set: string
  /** Null: there is none. */
  key: string | null
  madeAtMs: number | null
  verified: boolean
}

export interface RecoveryState {
  steps: Record<string, StepFacts>
  runs: Record<string, Run>
  /** Given or captured, by name. Erasable, for an output may hold anything. */
  values: Record<string, { text: Private; atMs: number; by: Actor }>
  added: AddedStep[]
  /** Cards drawn in, in order. */
  cards: { card: string; nth: number }[]
  /** Steps put first, latest first. */
  order: string[]
  /** Clocks that have been warned of, `<kind>/<id>/<percent>`, with when, and who is told of it. */
  warned: Record<string, { atMs: number; to: string[] }>
  /** What each step's message in the channel shows. */
  shown: Record<string, { ts: string; key: string; atMs: number }>
  /** Direct messages in Slack that ask for an approval. */
  asked: { run: string; ref: string; channel: string }[]
  restorePoints: RestorePoint[]
  /** Milliseconds that each step took in earlier drills. */
  drillMs: Record<string, number>
}

export const noRecovery = (): RecoveryState => ({
  steps: {},
  runs: {},
  values: {},
  added: [],
  cards: [],
  order: [],
  warned: {},
  shown: {},
  asked: [],
  restorePoints: [],
  drillMs: {},
})

export const runId = (step: string, variant: Variant, n: number): string => `${step}/${variant}/${n}`
/** The obligation under which a run is carried out: once, whatever happens. */
export const runObligation = (run: string): string => `run/${run}`

const NO_RUNS: Record<Variant, number> = { do: 0, dry: 0, undo: 0 }
export const factsOf = (recovery: RecoveryState, step: string): StepFacts => recovery.steps[step] ?? { runs: NO_RUNS }

/** The step's latest run of a kind. */
export function lastRun(recovery: RecoveryState, step: string, variant: Variant): Run | undefined {
  const { runs, resetRuns = 0 } = factsOf(recovery, step)
  const n = runs[variant]
  return n === 0 || (variant === 'do' && n <= resetRuns) ? undefined : recovery.runs[runId(step, variant, n)]
}

const BEGUN: ReadonlySet<Run['state']> = new Set(['running', 'succeeded', 'failed', 'unknown'])

/** The latest that was really begun: what came to nothing after it (turned down, lapsed, withdrawn) takes nothing back of it. */
export function lastBegun(recovery: RecoveryState, step: string, variant: Variant): Run | undefined {
  const { runs, resetRuns = 0 } = factsOf(recovery, step)
  for (let n = runs[variant]; n > (variant === 'do' ? resetRuns : 0); n--) {
    const run = recovery.runs[runId(step, variant, n)]
    if (run && BEGUN.has(run.state)) return run
  }
  return undefined
}
