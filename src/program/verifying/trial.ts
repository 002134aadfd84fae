/**
 * A test restore: the steps that the plan has for it, on one backup. Promises that they see the scratch database in the place of what they would work on; that
 * scratch database and files are gone afterwards, and what the plan puts away is put away, whatever happened once they could begin; and that nobody is asked anything.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ActionFailure } from '../../actions/action-failure.ts'
import type { Backup } from '../../actions/backups.ts'
import { createScratchDatabase, type ScratchDatabase } from '../../actions/scratch-database.ts'
import type { RenderedAction } from '../../incident/recovery/work.ts'
import type { How, Trial } from '../../plan/backup-schema.ts'
import { own } from '../../plan/own.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Verified } from '../../readiness/backups/verification.ts'
import { OWNER_FILE } from '../sweep-work.ts'
import { whyNotApart } from './apart.ts'
import { type Found, runSequence, type SequenceParts } from './run-sequence.ts'

export interface TrialParts extends SequenceParts {
  dataDir: string
  /** Bytes as hex. */
  random(bytes: number): string
}

export interface Tried {
  plan: Plan
  set: string
  how: How
  trial: Trial
  backup: Backup
}

/** Putting away goes on although the test was ended, for so long. */
const AFTERWARDS_MS = 5 * 60_000

/** @throws ActionFailure when the backup is at fault; any other error for what says nothing of it. */
export async function tryRestore(
  parts: TrialParts,
  tried: Tried,
  signal: AbortSignal,
): Promise<Pick<Verified, 'rows' | 'sha256'>> {
  const { sequence, afterwards } = tried.trial
  const production = whyNotApart(tried.plan, tried.trial, parts.environment)
  if (production !== undefined) throw new Error(production)
  const found: Found = { rows: [], captured: {} }
  const left: string[] = []
  const away = async (work: () => Promise<void> | undefined) => {
    // One that fails keeps nothing else from being put away.
    await Promise.resolve(work()).catch((error: Error) => void left.push(error.message))
  }
  const workDir = await folderOf(parts, tried)
  let scratch: ScratchDatabase | undefined
  let trouble: Error | undefined
  try {
    scratch = await scratchFor(parts, tried)
    await runSteps(parts, { ...tried, sequence, workDir, scratch }, found, signal)
  } catch (error) {
    trouble = error as Error
  }
  // Without the scratch database no step has run, and these would see the address of production in its place.
  const hasBegun = tried.trial.scratch === undefined || scratch !== undefined
  if (afterwards !== undefined && hasBegun) {
    const anyway = AbortSignal.timeout(AFTERWARDS_MS)
    await away(() => runSteps(parts, { ...tried, sequence: afterwards, workDir, scratch }, found, anyway))
  }
  await away(() => scratch?.drop())
  await away(() => rm(workDir, { recursive: true, force: true }))
  if (trouble) throw withLeft(trouble, left)
  if (left.length > 0) throw new Error(`it was restored, but not all was put away again: ${left.join('; ')}`)
  const { rows, sha256 } = found
  return { rows, ...(sha256 !== undefined && { sha256 }) }
}

function withLeft(trouble: Error, left: readonly string[]): Error {
  if (left.length === 0) return trouble
  const told = `${trouble.message}; and not all was put away again: ${left.join('; ')}`
  return trouble instanceof ActionFailure ? new ActionFailure(told, trouble.facts) : new Error(told)
}

export async function folderOf({ dataDir }: Pick<TrialParts, 'dataDir'>, { set }: Pick<Tried, 'set'>): Promise<string> {
  const folder = resolve(dataDir, 'work')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const workDir = await mkdtemp(join(folder, `try-${set}-`))
  await writeFile(join(workDir, OWNER_FILE), `${process.pid}\n`)
  return workDir
}

async function scratchFor(
  { environment, random, wall }: TrialParts,
  { plan, set, trial }: Tried,
): Promise<ScratchDatabase | undefined> {
  if (!trial.scratch) return undefined
  const { on } = trial.scratch
  const variable = plan.connections[on]?.urlEnv ?? ''
  const server = own(environment, variable)
  if (!server) throw new Error(`no scratch database can be made on "${on}": set ${variable} where Muster runs`)
  if (!URL.canParse(server)) throw new Error(`${variable} holds no address, such as postgres://user@host/database`)
  try {
    return await createScratchDatabase(server, `${plan.id}/${set}`, random(4), wall.now())
  } catch (error) {
    throw new Error((error as Error).message, { cause: error })
  }
}

interface Steps extends Tried {
  sequence: string
  workDir: string
  scratch: ScratchDatabase | undefined
}

async function runSteps(parts: TrialParts, about: Steps, found: Found, signal: AbortSignal): Promise<void> {
  const { plan, sequence, set, how, backup, trial, workDir } = about
  const around = { ...parts, environment: { ...parts.environment, ...replaced(about) } }
  const doing = {
    ...{ workDir, sequence, run: `${how}/${set}`, signal },
    given: (name: string) => given(trial, name),
    adapted: (action: RenderedAction) => onThis(action, set, backup),
  }
  await runSequence(around, plan, doing, found)
}

/** Without a scratch database they hold nothing, never what they hold otherwise. */
const replaced = ({ trial, scratch }: Steps): Record<string, string | undefined> =>
  Object.fromEntries((trial.scratch?.as ?? []).map((name) => [name, scratch?.url]))

const given = ({ with: values }: Trial, name: string): string | undefined => {
  const value = own(values, name)
  return value === undefined ? undefined : String(value)
}

/** Whatever the steps would choose: this one is tried. */
function onThis(action: RenderedAction, set: string, { key }: Backup): RenderedAction {
  return 'backup' in action && action.backup === set ? { ...action, key } : action
}
