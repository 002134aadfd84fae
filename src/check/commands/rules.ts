/** The rules about commands that fail or do harm as they are written. */
import type { CheckRule } from '../rule.ts'
import { capturesListingLine } from './captures-listing-line.ts'
import { checkExpectsNothing } from './check-expects-nothing.ts'
import { commandMissing } from './command-missing.ts'
import { composeFileMixed } from './compose-file-mixed.ts'
import { dateInName } from './date-in-name.ts'
import { deletesAfterFailure } from './deletes-after-failure.ts'
import { dnsBeforeHealth } from './dns-before-health.ts'
import { execIntoStopped } from './exec-into-stopped.ts'
import { ignoresFailure } from './ignores-failure.ts'
import { isolatesRunner } from './isolates-runner.ts'
import { isolationWithoutUndo } from './isolation-without-undo.ts'
import { noSuchTool } from './no-such-tool.ts'
import { noTimeLimit } from './no-time-limit.ts'
import { noWaitAfterCreate } from './no-wait-after-create.ts'
import { notReadOnly } from './not-read-only.ts'
import { outsideTransaction } from './outside-transaction.ts'
import { portWithAddress } from './port-with-address.ts'
import { psqlOnly } from './psql-only.ts'
import { redisRdbOverwrites } from './redis-rdb-overwrites.ts'
import { restoreIntoDropped } from './restore-into-dropped.ts'
import { restoreIntoExisting } from './restore-into-existing.ts'
import { secretAfterRotation } from './secret-after-rotation.ts'
import { secretPatchPlainData } from './secret-patch-plain-data.ts'
import { shellInterpolation } from './shell-interpolation.ts'
import { terraformApplyUnplanned } from './terraform-apply-unplanned.ts'
import { tlsUnchecked } from './tls-unchecked.ts'
import { ufwSyntax } from './ufw-syntax.ts'
import { unknownOption } from './unknown-option.ts'
import { unresolvedMark } from './unresolved-mark.ts'
import { waitsForAnswer } from './waits-for-answer.ts'
import { walAfterDump } from './wal-after-dump.ts'

export const commandsRules: readonly CheckRule[] = [
  terraformApplyUnplanned,
  restoreIntoExisting,
  restoreIntoDropped,
  noWaitAfterCreate,
  secretPatchPlainData,
  unresolvedMark,
  ufwSyntax,
  isolationWithoutUndo,
  isolatesRunner,
  execIntoStopped,
  capturesListingLine,
  composeFileMixed,
  redisRdbOverwrites,
  noSuchTool,
  walAfterDump,
  waitsForAnswer,
  portWithAddress,
  dateInName,
  unknownOption,
  deletesAfterFailure,
  psqlOnly,
  outsideTransaction,
  noTimeLimit,
  shellInterpolation,
  commandMissing,
  checkExpectsNothing,
  dnsBeforeHealth,
  secretAfterRotation,
  tlsUnchecked,
  ignoresFailure,
  notReadOnly,
]
