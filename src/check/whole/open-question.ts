/** What whoever wrote the plan found open or contradictory: its owners have to settle it before a disaster does. */
import type { CheckRule } from '../rule.ts'

export const openQuestion: CheckRule = {
  name: 'open-question',
  level: 'warning',
  judge: ({ plan }) =>
    plan.openQuestions.map(({ open, chosen }, index) => ({
      path: ['openQuestions', index],
      at: 'value',
      message: `open: ${clause(open)}; chosen meanwhile: ${clause(chosen)}`,
      remedy: 'settle it with the owners of the plan, write what holds where it belongs, and take the entry away',
    })),
}

const clause = (text: string): string => text.trim().replace(/[.]$/, '')
