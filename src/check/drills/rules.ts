/** The rules about drills. */
import type { CheckRule } from '../rule.ts'

export const drillsRules: readonly CheckRule[] = []
