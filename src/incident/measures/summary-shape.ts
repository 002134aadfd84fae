/** The figures of a system over a time. Lengths are milliseconds, instants epoch milliseconds, and null is what nobody can know. */

/** Over those incidents of which the length is known. */
export interface Lengths {
  known: number
  meanMs: number | null
  medianMs: number | null
  maxMs: number | null
}

export interface Attainment {
  /** Incidents of which it is known whether they met it, and those that did. */
  known: number
  met: number
  percent: number | null
}

export interface Availability {
  /** Of the time; null: there was none of it yet. */
  percent: number | null
  downMs: number
  /** Null: the plan promises nothing. */
  objectivePercent: number | null
  /** What the objective allows in this time, and what is left of that; below 0: it is overdrawn. */
  allowedMs: number | null
  leftMs: number | null
  leftRatio: number | null
}

/** What only the watch over a system knows; each as a whole null where nobody watches. */
export interface BesideIncidents {
  /** Occasions of the plan's calendar whose time ended in it: missed, or left out on purpose. */
  drills: { missed: number; skipped: number } | null
  /** Sets whose restores are tried, those whose last try has passed in time, and tries in this time. */
  backups: { sets: number; restorable: number; tries: number; failed: number } | null
  /** Questions whether alerts are an incident, and how many were answered within the window of their tier. */
  alerts: { asked: number; inWindow: number; medianMs: number | null; byTier: TierFigures[] } | null
}

interface TierFigures {
  tier: string
  windowMs: number | null
  asked: number
  inWindow: number
}

export interface Summary extends BesideIncidents {
  plan: string
  fromMs: number
  /** Now, where the time is not over. */
  toMs: number
  /** Declared in it and not called off. */
  incidents: number
  open: number
  /** Called off: it was none. */
  falseAlarms: number
  bySeverity: Record<string, number>
  mttd: Lengths
  mtta: Lengths
  mttr: Lengths
  rto: Attainment
  rpo: Attainment
  availability: Availability
  customerImpactMinutes: number
  pages: { total: number; people: number; perPerson: number | null; most: { person: string; pages: number } | null }
  approvals: { count: number; medianMs: number | null; maxMs: number | null }
  notices: { sent: number; late: number }
  /** Gone through to their end. */
  drillsHeld: { held: number; mttr: Lengths; mtta: Lengths; rto: Attainment }
  /** Older incidents of this time than this are not known; null: all are. */
  knownSinceMs: number | null
}
