/** The rules about who can be reached, and who is left when somebody is not. */
import type { CheckRule } from '../rule.ts'

export const peopleRules: readonly CheckRule[] = []
