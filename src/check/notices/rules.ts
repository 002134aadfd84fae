/** The rules about what audiences are told, and when. */
import type { CheckRule } from '../rule.ts'
import { regulatorLate } from './regulator-late.ts'

export const noticesRules: readonly CheckRule[] = [regulatorLate]
