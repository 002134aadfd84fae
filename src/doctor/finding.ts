/** What a check of `muster doctor` finds. Whoever reads a finding that is not `ok` knows from it alone what to do. */
import type { LoadedPlans } from '../plan/load-files.ts'
import type { Settings } from '../program/settings.ts'

export type Level = 'ok' | 'warning' | 'error' | 'skipped'

export interface Finding {
  level: Level
  /** One short sentence without a full stop. */
  what: string
  /** What follows from it, or how it came to light; absent only when all is well. */
  why?: string
  /** One sentence that names the variable, the page or the command; absent only when all is well. */
  remedy?: string
}

/** What is examined. Checks read it and change nothing, here or outside. */
export interface Subject {
  settings: Settings
  /** One sentence for each problem of the configuration; the settings are as whole as these let them be. */
  problems: readonly string[]
  plans: LoadedPlans
  /** Path below the public URL at which providers' webhooks come in. */
  hooksPath: string
  /** This machine's time, epoch ms. */
  nowMs: () => number
  /** Random, in base64url's characters; a new one each time. */
  nonce: () => string
}

export interface Check {
  /** In kebab case; stays the same for tools. */
  name: string
  /** Heading under which people read it. */
  group: string
  /** Asks as often as it needs to within the time that `signal` leaves. What it throws is reported as its failure. */
  run(subject: Subject, signal: AbortSignal): Finding[] | Promise<Finding[]>
}

/** The remedy of a finding comes last. */
type Trouble = (what: string, why: string, remedy: string) => Finding

export const ok = (what: string): Finding => ({ level: 'ok', what })
export const warning: Trouble = (what, why, remedy) => ({ level: 'warning', what, why, remedy })
export const error: Trouble = (what, why, remedy) => ({ level: 'error', what, why, remedy })
/** Something that was not looked at, because there is nothing to look at or nothing to look with. */
export const skipped: Trouble = (what, why, remedy) => ({ level: 'skipped', what, why, remedy })
