/** The rules about commands that fail or do harm as they are written. */
import type { CheckRule } from '../rule.ts'

export const commandsRules: readonly CheckRule[] = []
