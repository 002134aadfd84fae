/**
 * What a rule of the plan linter is. A rule judges whether a plan can keep what it promises; that its shape is right is for `src/plan`. Promises that rules
 * are pure: the day and what is known of this machine are part of the subject.
 */
import type { Edit, Path } from '../plan/problem.ts'
import type { Plan } from '../plan/schema.ts'

export interface Subject {
  /** Whole, with contacts and shared fragments merged in. */
  plan: Plan
  /** As it is written, before defaults; fragments merged in. */
  data: unknown
  /** Instant at which it is judged, epoch milliseconds: reviews and drills fall due. */
  nowMs: number
  /** What the message templates are called and which of their names stand in none of Muster's own; absent: not looked at. */
  templates?: { own: readonly string[]; found: readonly string[] }
  /** What was found on this machine (`--here`); absent: not looked at. */
  here?: Here
}

export interface Here {
  /** Programs and scripts of commands, by `inFolder` and first argument, that are not there or cannot be run. */
  missing: readonly { program: string; inFolder: string | null }[]
}

export type { Edit } from '../plan/problem.ts'

export interface Finding {
  path: Path
  at: 'key' | 'value'
  /** One sentence: what is wrong, with the plan's own figures. */
  message: string
  /** What to write or do instead. */
  remedy: string
  /** The step that is meant, when one is. */
  step?: string
  /** Short code of a hazard, such as H4. */
  code?: string
  /** Mends it without changing what the plan means: values that stand there, or new keys of blocks that do. Absent: a person has to. */
  fix?: Edit[]
}

export interface CheckRule {
  /** Stable: suppressions and other tools name it. Its page is docs/checks/NAME.md. */
  name: string
  level: 'error' | 'warning'
  judge(subject: Subject): Finding[]
}
