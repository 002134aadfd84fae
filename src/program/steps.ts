/** What carries out the steps of recoveries, wired from the settings: the environment they see, the stores they reach, where their output goes. */

import { randomBytes } from 'node:crypto'
import type { Carrier } from '../adapters/carrier.ts'
import { createObjectStore, type ObjectStore } from '../adapters/s3/object-store.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { Plan } from '../plan/schema.ts'
import { createLookAtBackups, type LookAtBackups } from './look-at-backups.ts'
import { openStore } from './open-store.ts'
import { type AskProbe, createAskProbe } from './probes/ask-probe.ts'
import { createFindRestorePoints } from './restore-points.ts'
import { createRunLogs, type RunLogs } from './run-log.ts'
import { createRunStep, type RunStepParts } from './run-step.ts'
import type { Settings } from './settings.ts'
import { sweepWork } from './sweep-work.ts'
import { createMakeBackup, type MakeBackup } from './verifying/make-backup.ts'
import { createVerifyBackup, type VerifyBackup } from './verifying/verify-backup.ts'

export interface Steps {
  carriers: { 'run-step': Carrier<'run-step'>; 'find-restore-points': Carrier<'find-restore-points'> }
  logs: RunLogs
  lookAtBackups: LookAtBackups
  /** Where documents are kept as well; absent: nothing is set up. */
  bucket: ObjectStore | undefined
  verifyBackup: VerifyBackup
  makeBackup: MakeBackup
  /** Looks only: what probes ask, and of which plans. */
  probing: { ask: AskProbe; carryOut: RunStepParts['carryOut'] }
  /** Waits, for a moment, until the output of the last runs is stored. */
  close(): Promise<void>
}

export interface StepsParts extends Pick<RunStepParts, 'state' | 'renew' | 'tries' | 'openOutput' | 'logUrl'> {
  settings: Pick<Settings, 'dataDir' | 'actions' | 's3'>
  logger: Logger
}

export function createSteps({ settings, logger, ...rest }: StepsParts): Steps {
  const { dataDir, actions, s3 } = settings
  const bucket = s3 && createObjectStore(s3)
  const logs = createRunLogs(dataDir, bucket, logger)
  const { environment } = actions
  const swept = sweepWork(dataDir, wallClock.now())
  const around = { environment, openStore, carryOut: (plan: Plan) => howFar(actions, plan) }
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const trying = { ...around, dataDir, wall: wallClock, random }
  return {
    carriers: {
      'run-step': createRunStep({ ...rest, ...around, dataDir, logs, wall: wallClock }),
      'find-restore-points': createFindRestorePoints({ ...around, tries: rest.tries }),
    },
    logs,
    lookAtBackups: createLookAtBackups(around),
    bucket,
    verifyBackup: createVerifyBackup(trying),
    makeBackup: createMakeBackup(trying),
    probing: { ask: createAskProbe({ ...around, dataDir, wall: wallClock }), carryOut: around.carryOut },
    async close() {
      await swept
      await logs.settled()
      bucket?.close()
    },
  }
}

/** A draft is for reading and for the sandbox; and in the sandbox only what was put there to be recovered is touched. */
function howFar({ only }: Settings['actions'], plan: Plan): ReturnType<RunStepParts['carryOut']> {
  if (only !== undefined) return only === 'all' || only.includes(plan.id) ? 'real' : 'pretend'
  return plan.draft
    ? {
        refuse: `The plan ${plan.id} is a draft, and a draft runs nothing: take "draft: true" out of it when it is ready.`,
      }
    : 'real'
}
