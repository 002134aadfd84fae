/** The rules about backups: how much is lost, for how long they are kept, whether they can be restored. */
import type { CheckRule } from '../rule.ts'
import { backupInLostRegion } from './backup-in-lost-region.ts'
import { backupSingleSite } from './backup-single-site.ts'
import { backupUnverified } from './backup-unverified.ts'
import { backupWithoutSchedule } from './backup-without-schedule.ts'
import { componentWithoutBackup } from './component-without-backup.ts'
import { restoreUntested } from './restore-untested.ts'
import { retentionShort } from './retention-short.ts'
import { retentionUnstated } from './retention-unstated.ts'
import { retentionWithoutSchedule } from './retention-without-schedule.ts'
import { rpoTight } from './rpo-tight.ts'
import { rpoUnreachable } from './rpo-unreachable.ts'
import { verifiedNever } from './verified-never.ts'

export const backupsRules: readonly CheckRule[] = [
  rpoUnreachable,
  rpoTight,
  backupWithoutSchedule,
  retentionUnstated,
  retentionShort,
  retentionWithoutSchedule,
  backupSingleSite,
  backupUnverified,
  restoreUntested,
  verifiedNever,
  componentWithoutBackup,
  backupInLostRegion,
]
