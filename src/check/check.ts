/**
 * Judges a plan by every rule, in the order of its text, with what its owners let stand marked as such. Promises that the same subject gives the same findings,
 * and one finding where an alias of YAML repeats a fault.
 */
import { withoutSecrets } from '../plan/hide-secrets.ts'
import { byPosition, formatPath, type Place, type Problem } from '../plan/problem.ts'
import type { Plan } from '../plan/schema.ts'
import type { CheckRule, Edit, Subject } from './rule.ts'
import { RULES } from './rules.ts'
import { faultOf, type Suppression, suppressionOf, suppressionsIn } from './suppressions.ts'

export interface Judged extends Omit<Problem, 'rule'> {
  rule: string
  level: 'error' | 'warning'
  /** Short code of a hazard, such as H4. */
  code?: string
  step?: string
  /** Its owner lets it stand, for this reason. */
  suppressed?: string
  fix?: Edit[]
}

/** Rule of comments that hide nothing, or say no reason. Its page is docs/checks/bad-suppression.md. */
export const BAD_SUPPRESSION = 'bad-suppression'

/** What the rules find, in no particular order. @param place where in the text a part of the plan stands. */
export function judge(rules: readonly CheckRule[], subject: Subject, place: Place): Judged[] {
  return rules.flatMap(({ name, level, judge: judgeIt }) =>
    judgeIt(subject).map(({ path, at, message, ...finding }) => ({
      ...place(path, at),
      rule: name,
      level,
      ...finding,
      // A finding may quote a text that has a secret in it which nothing else has told.
      message: withoutSecrets(message),
    })),
  )
}

/** What the rules find in a plan of which there is no text, such as one in force, without places. @param nowMs epoch ms. */
export const judgePlan = (plan: Plan, nowMs: number): Omit<Judged, 'file' | 'line' | 'column'>[] =>
  judge(RULES, { plan, data: plan, nowMs }, (path) => ({ file: '', line: 0, column: 0, path: formatPath(path) })).map(
    ({ file: _file, line: _line, column: _column, ...finding }) => finding,
  )

/**
 * All findings of one plan file and its fragments: sorted, each once, and with what is let stand.
 * @param own the plan's file; the others are fragments. @param texts by file. @param known names of rules that a comment may name.
 */
export function settle(
  found: readonly Judged[],
  own: string,
  texts: ReadonlyMap<string, string>,
  known: readonly string[],
): Judged[] {
  const files = [...texts]
  const once = eachOnce(found)
  const suppressions = new Map(files.map(([file, text]) => [file, suppressionsIn(text)] as const))
  const used = new Set<Suppression>()
  const marked = once.map((finding): Judged => {
    // A structural fault keeps a plan from loading, whoever lets it stand; a secret in a plan is read by everybody.
    const by = finding.level === 'error' ? undefined : suppressionOf(finding, suppressions.get(finding.file) ?? [])
    if (!by) return finding
    used.add(by)
    return by.reason === '' ? finding : { ...finding, suppressed: by.reason }
  })
  const faults = files.flatMap(([file]) =>
    (suppressions.get(file) ?? []).flatMap((one): Judged[] => {
      // What is idle in a fragment here may hide something in another plan that includes it.
      const fault = faultOf(one, known, used.has(one) || file !== own)
      const { line, column } = one
      return fault ? [{ file, line, column, path: '', rule: BAD_SUPPRESSION, level: 'warning', ...fault }] : []
    }),
  )
  const order = new Map(files.map(([file], index) => [file, index]))
  const rank = ({ file }: Judged) => order.get(file) ?? -1
  return [...marked, ...faults].sort((a, b) => rank(a) - rank(b) || byPosition(a, b))
}

function eachOnce(found: readonly Judged[]): Judged[] {
  const seen = new Set<string>()
  return found.filter(({ file, line, column, rule, message }) => {
    const key = JSON.stringify([file, line, column, rule, message])
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
