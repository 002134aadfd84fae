/** The rules about the plan as a whole. */
import type { CheckRule } from '../rule.ts'
import { ambiguousMark } from './ambiguous-mark.ts'
import { availabilityArithmetic } from './availability-arithmetic.ts'
import { failbackMissing } from './failback-missing.ts'
import { objectiveUnchecked } from './objective-unchecked.ts'
import { openQuestion } from './open-question.ts'
import { reviewOverdue } from './review-overdue.ts'
import { timezoneMissing } from './timezone-missing.ts'

export const wholeRules: readonly CheckRule[] = [
  availabilityArithmetic,
  failbackMissing,
  objectiveUnchecked,
  openQuestion,
  reviewOverdue,
  timezoneMissing,
  ambiguousMark,
]
