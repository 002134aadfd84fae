/** What carrying out a run is given, and what it reports: the face of this folder, apart from `runWork` itself. */
import type { CustodyEntry } from '../incident/recovery/state.ts'
import type { Plan } from '../plan/schema.ts'
import type { ObjectStore, StoreAccess } from './object-store.ts'

export interface RunContext {
  plan: Pick<Plan, 'connections' | 'stores' | 'runners' | 'backups' | 'values'>
  /** Muster's own environment: passEnv, secrets, connection addresses and store keys are read from here, when they are needed. */
  environment: Readonly<Record<string, string | undefined>>
  /** An empty directory of this run's own; fetched files land in it, and commands run in it unless they say otherwise. */
  workDir: string
  /** Said to programs as MUSTER_INCIDENT, MUSTER_STEP and MUSTER_RUN, so that what a crash leaves behind can be found. */
  about: { incident: string; step: string; run: string }
  openStore(store: StoreAccess): ObjectStore
  /** What test restores have found; absent: only files beside the backups tell. */
  tries?: KnownTries
  /** Takes output as it comes: text that is masked and has no control characters but line ends and tabs. Must not throw. */
  onOutput(text: string): void
  /** Aborts when somebody cancels, or at the limit. Its reason, when it is a text, is told ("the run was cancelled"). */
  signal: AbortSignal
  /** Real time. Ends early, in either way, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Wall clock, for measuring how long things took. */
  nowMs(): number
  /** Between TERM and KILL, milliseconds; default: ten seconds. */
  killAfterMs?: number
}

/** By set, the keys of backups that were restored for a try, and of those that are no good. */
export interface KnownTries {
  proven: Readonly<Record<string, readonly { key: string }[]>>
  bad: Readonly<Record<string, readonly { key: string }[]>>
}

export type ActionKind = 'command' | 'http' | 'sql' | 'backup' | 'wait'

export interface ActionReport {
  kind: ActionKind
  /** Short, masked. */
  what: string
  ok: boolean
  tookMs: number
  exitCode?: number
  signal?: string
  /** Of an HTTP answer; 0: there was none. */
  status?: number
  /** Of a query: the number that it gave, when that is all that it gave; else how many rows. */
  counted?: number
  /** Of a backup that is not what it should be: the checksum that it has, in hex. */
  sha256?: string
  /** One sentence, masked, when not ok. */
  reason?: string
}

export interface RunReport {
  ok: boolean
  /** One sentence, masked, when not ok. */
  reason?: string
  /** Those that were begun. */
  actions: ActionReport[]
  checks: ActionReport[]
  captured: Record<string, string>
  custody: Custody[]
  /** Of what programs, servers and databases wrote, bytes: taken, and dropped for being too many. */
  outputBytes: number
  droppedBytes: number
}

/** A backup that was chosen; `sha256` of the file when it was fetched, else what its side file says; empty: it has none. */
export type Custody = CustodyEntry
