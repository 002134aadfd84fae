/** The rules about the plan as a whole. */
import type { CheckRule } from '../rule.ts'
import { timezoneMissing } from './timezone-missing.ts'

export const wholeRules: readonly CheckRule[] = [timezoneMissing]
