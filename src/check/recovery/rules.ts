/** The rules about steps, their order, their budgets and their approvals. */
import type { CheckRule } from '../rule.ts'

export const recoveryRules: readonly CheckRule[] = []
