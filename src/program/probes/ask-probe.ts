/**
 * Asks what a probe asks, once. Promises an answer in time and one masked sentence when it is not as it should be; that a query cannot write; and never to throw
 * for what the outside does wrong.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { RunContext } from '../../actions/run-context.ts'
import { runWork } from '../../actions/run-work.ts'
import { standingAction } from '../../incident/recovery/work.ts'
import type { Action } from '../../plan/action-schema.ts'
import type { Probe } from '../../plan/detection-schema.ts'
import { probeAction } from '../../plan/probe-action.ts'
import type { Plan } from '../../plan/schema.ts'
import { OWNER_FILE } from '../sweep-work.ts'
import { askCertificate, askName, askPort, ProbeFailure } from './sockets.ts'

export interface AskProbeParts extends Pick<RunContext, 'environment' | 'openStore'> {
  dataDir: string
  /** Real time: networks know no other. */
  wall: { now(): number; sleepUntil(atMs: number, signal: AbortSignal): Promise<void> }
}

export type Answer = { ok: true; tookMs: number } | { ok: false; tookMs: number; reason: string }

/** @param nowMs the program's clock, epoch ms. */
export type AskProbe = (plan: Plan, id: string, nowMs: number, signal: AbortSignal) => Promise<Answer>

export function createAskProbe(parts: AskProbeParts): AskProbe {
  const { wall } = parts
  return async (plan, id, nowMs, signal) => {
    const probe = plan.probes[id]!
    const beganMs = wall.now()
    const limit = AbortSignal.any([signal, AbortSignal.timeout(probe.timeout)])
    try {
      const reason = await failureOf(parts, plan, id, probe, nowMs, limit)
      const tookMs = wall.now() - beganMs
      return reason === undefined ? { ok: true, tookMs } : { ok: false, tookMs, reason }
    } catch (error) {
      const reason = error instanceof ProbeFailure ? error.message : 'it could not be asked'
      return { ok: false, tookMs: wall.now() - beganMs, reason }
    }
  }
}

async function failureOf(
  parts: AskProbeParts,
  plan: Plan,
  id: string,
  { ask, timeout }: Probe,
  nowMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  if ('tcp' in ask) await askPort(ask, signal)
  else if ('dns' in ask) await askName(ask, signal)
  else if ('tls' in ask) await askCertificate(ask, nowMs, signal)
  else return failureOfAction(parts, plan, id, probeAction(ask, timeout), signal)
  return undefined
}

async function failureOfAction(
  parts: AskProbeParts,
  plan: Plan,
  id: string,
  action: Action,
  signal: AbortSignal,
): Promise<string | undefined> {
  const filled = standingAction(plan, action)
  if (!filled.ok) return `the value ${filled.missing.join(', ')} has no default, and a probe knows no other`
  const workDir = await folderFor(parts, id, 'command' in action)
  try {
    const { ok, reason } = await runWork(
      { actions: [filled.action], checks: [] },
      {
        ...{ plan, workDir, environment: parts.environment, openStore: parts.openStore },
        about: { incident: '', step: id, run: `probe-${id}` },
        onOutput: () => {},
        signal,
        sleep: (ms, until) => parts.wall.sleepUntil(parts.wall.now() + ms, until),
        nowMs: parts.wall.now,
      },
    )
    if (ok) return undefined
    return signal.aborted ? 'no answer in time' : (reason ?? 'it has failed')
  } finally {
    if (workDir !== '') await rm(workDir, { recursive: true, force: true })
  }
}

/** Only programs have a folder of their own. */
async function folderFor({ dataDir }: AskProbeParts, id: string, isNeeded: boolean): Promise<string> {
  if (!isNeeded) return ''
  const folder = resolve(dataDir, 'work')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const workDir = await mkdtemp(join(folder, `probe-${id}-`))
  await writeFile(join(workDir, OWNER_FILE), `${process.pid}\n`)
  return workDir
}
