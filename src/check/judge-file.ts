/**
 * All that is wrong with one plan file: what kept it from loading, and which of its promises it cannot keep. Promises the order of the text, and the findings
 * that its owners let stand, marked as such.
 */
import type { LoadedFile } from '../plan/load-files.ts'
import { LOAD_RULES } from '../plan/problem.ts'
import { BAD_SUPPRESSION, type Judged, judge, settle } from './check.ts'
import type { Subject } from './rule.ts'
import { RULES } from './rules.ts'

const KNOWN_RULES = [...LOAD_RULES, ...RULES.map(({ name }) => name)]

/** @param around what is known besides the file: the day, and perhaps templates and this machine. */
export function judgeFile(loaded: LoadedFile, around: Omit<Subject, 'plan' | 'data'>): Judged[] {
  const { texts = new Map(), problems, warnings, plan, data, place } = loaded
  const found: Judged[] = [
    ...problems.map((problem) => ({ ...problem, level: 'error' as const })),
    ...warnings.map((problem) => ({ ...problem, level: 'warning' as const })),
    ...(plan && place ? judge(RULES, { plan, data, ...around }, place) : []),
  ]
  // A comment that hides a finding of the rules looks idle while the plan cannot be judged.
  const settled = settle(found, loaded.file, texts, KNOWN_RULES)
  return plan || problems.length === 0 ? settled : settled.filter(({ rule }) => rule !== BAD_SUPPRESSION)
}
