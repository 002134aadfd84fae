/** The rules about backups: how much is lost, for how long they are kept, whether they can be restored. */
import type { CheckRule } from '../rule.ts'

export const backupsRules: readonly CheckRule[] = []
