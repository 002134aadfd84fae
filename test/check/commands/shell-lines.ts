/** Many commands judged at once: each is a step of its own in one small plan. */
import { stringify } from 'yaml'
import { RULES } from '../../../src/check/rules.ts'
import { exampleSubject } from '../base-plan.ts'

export interface Around {
  risk?: 'read' | 'write' | 'destructive'
  /** Further keys of each action. */
  action?: Record<string, unknown>
  /** Further keys of the plan. */
  plan?: Record<string, unknown>
}

/** Those of the lines in which the rule finds something; a line is a text for a shell. */
export function foundIn(
  rule: string,
  lines: readonly string[],
  { risk = 'write', action, plan }: Around = {},
): string[] {
  const steps = lines.map((command, index) => ({
    id: `step-${index}`,
    title: 'One',
    risk,
    needs: [],
    do: [{ command, shell: true, ...action }],
  }))
  const judge = RULES.find(({ name }) => name === rule)?.judge
  if (!judge) throw new Error(`there is no rule ${rule}`)
  const found = judge(exampleSubject(stringify({ ...plan, cards: { all: { title: 'All', steps } } })))
  const at = new Set(found.map(({ step }) => step))
  return lines.filter((_, index) => at.has(`step-${index}`))
}
