/**
 * A test restore: the steps that the plan has for it, on one backup. Promises that they see the scratch database in the place of what they would work on; that
 * scratch database and files are gone afterwards, and what the plan puts away is put away, whatever happened; and that nobody is asked anything.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ActionFailure } from '../../actions/action-failure.ts'
import type { Backup } from '../../actions/backups.ts'
import { own } from '../../actions/own.ts'
import type { RunContext } from '../../actions/run-context.ts'
import { type RunReport, runWork } from '../../actions/run-work.ts'
import { createScratchDatabase, type ScratchDatabase } from '../../actions/scratch-database.ts'
import { defaultValue, filledIn } from '../../incident/recovery/work.ts'
import type { How, Trial } from '../../plan/backup-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Verified } from '../../readiness/backups/verification.ts'
import { watchStream } from '../../readiness/watch/state.ts'
import { OWNER_FILE } from '../sweep-work.ts'

export interface TrialParts {
  dataDir: string
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  /** Real time. */
  wall: { now(): number; sleepUntil(atMs: number, signal: AbortSignal): Promise<void> }
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
  if (afterwards !== undefined) {
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
  return trouble instanceof ActionFailure ? new ActionFailure(told) : new Error(told)
}

async function folderOf({ dataDir }: TrialParts, { set }: Tried): Promise<string> {
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

interface Found {
  rows: { what: string; count: number }[]
  captured: Record<string, string>
  sha256?: string
}

interface Steps extends Tried {
  sequence: string
  workDir: string
  scratch: ScratchDatabase | undefined
}

/** One after the other; the first that fails is the last. */
async function runSteps(parts: TrialParts, about: Steps, found: Found, signal: AbortSignal): Promise<void> {
  const { plan, sequence, set, how, backup, trial } = about
  const environment = { ...parts.environment, ...replaced(about) }
  for (const step of plan.sequences[sequence]?.steps ?? []) {
    const current = (name: string) => found.captured[name] ?? given(trial, name) ?? defaultValue(plan, name)
    const filled = filledIn({ actions: step.do ?? [], checks: step.checks }, current, parts.wall.now())
    if (!filled.ok)
      throw new Error(`"${step.title}" needs the value ${filled.missing[0]}, which nobody gives: write it under "with"`)
    const report = await runWork(
      { actions: filled.work.actions.map((one) => onThis(one, set, backup)), checks: filled.work.checks },
      {
        ...{ plan, environment, workDir: about.workDir, openStore: parts.openStore, signal },
        about: { incident: watchStream(plan.id), step: step.id, run: `${how}/${set}` },
        onOutput() {},
        sleep: (ms, until) => parts.wall.sleepUntil(parts.wall.now() + ms, until),
        nowMs: parts.wall.now,
      },
    )
    take(report, found)
    if (!report.ok) throw new ActionFailure(`"${step.title}" failed: ${report.reason ?? 'nobody knows why'}`)
  }
}

function take({ actions, checks, captured, custody }: RunReport, found: Found): void {
  Object.assign(found.captured, captured)
  for (const { what, counted, ok } of [...actions, ...checks])
    if (ok && counted !== undefined) found.rows.push({ what, count: counted })
  const sha256 = custody.find((entry) => entry.fetched)?.sha256
  if (sha256) found.sha256 = sha256
}

const replaced = ({ trial, scratch }: Steps): Record<string, string> =>
  Object.fromEntries((trial.scratch?.as ?? []).flatMap((name) => (scratch ? [[name, scratch.url] as const] : [])))

const given = ({ with: values }: Trial, name: string): string | undefined => {
  const value = own(values, name)
  return value === undefined ? undefined : String(value)
}

type Rendered = Parameters<typeof runWork>[0]['actions'][number]

/** Whatever the steps would choose: this one is tried. */
function onThis(action: Rendered, set: string, { key }: Backup): Rendered {
  return 'backup' in action && action.backup === set ? { ...action, key } : action
}
