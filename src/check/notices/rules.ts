/** The rules about what audiences are told, and when. */
import type { CheckRule } from '../rule.ts'

export const noticesRules: readonly CheckRule[] = []
