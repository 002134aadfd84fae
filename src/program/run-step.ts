/**
 * Carries out a run: looks once more that it is exactly what was approved, does it, shows signs of life, streams the output, stops when somebody asks, keeps
 * the whole output, and says how it ended. Promises to start nothing that differs from what the journal says, and to do it at most once.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { createOutputLog } from '../actions/output-log.ts'
import type { RunContext } from '../actions/run-context.ts'
import { type RunReport, runWork } from '../actions/run-work.ts'
import type { Carrier, Carrying } from '../adapters/carrier.ts'
import { refused } from '../adapters/outcomes.ts'
import { describeWork } from '../incident/recovery/describe.ts'
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import type { RunDetail } from '../incident/recovery/run-detail.ts'
import { currentValue, runsDry, type Work, workOf } from '../incident/recovery/work.ts'
import type { IncidentState } from '../incident/state.ts'
import { privately } from '../plan/actor.ts'
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import { pretendWork, standInCaptures } from './pretend-work.ts'
import type { RunLogs } from './run-log.ts'
import { OWNER_FILE } from './sweep-work.ts'

/** Real time, as the engine's wall clock gives it. */
interface RealTime {
  now(): number
  sleepUntil(atMs: number, signal: AbortSignal): Promise<void>
}

export interface RunStepParts {
  dataDir: string
  /** Muster's own environment, which actions take variables and secrets from. */
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  logs: RunLogs
  /** How far a plan's actions are carried out: for real, only in words, or not at all (with the reason). */
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
  /** Address of a run's whole output. */
  logUrl(incident: string, run: string): string
  /** What is known of the tries of a plan's backups. */
  tries(planId: string): Promise<RunContext['tries']>
  /** The incident as it is now. */
  state(incident: string): Promise<IncidentState | undefined>
  /** A sign of life: the run may take so long again. */
  renew(incident: string, sign: { obligation: string; attempt: number; leaseMs: number; host: string }): Promise<void>
  /** Shows output as it comes; never rejects. */
  openOutput?(about: OutputPlace): { append(text: string): void; close(summary: string): Promise<void> }
  wall: RealTime
}

interface OutputPlace {
  channel: string
  threadTs(): Promise<string | undefined>
  title: string
  command: string
}

/** Signs of life come at first so often, then ever more rarely: a run of hours does not fill the journal. */
const RENEW_FIRST_MS = 5_000
const RENEW_MAX_MS = 60_000
/** So many silent turns, and the run counts as lost. */
const LEASE_TURNS = 3
/** How soon somebody who wants it stopped is heard. */
const LOOK_MS = 500
const LOG_BYTES_MAX = 64 * 1024 * 1024

type RunEffect = Parameters<Carrier<'run-step'>>[0]

export function createRunStep(parts: RunStepParts): Carrier<'run-step'> {
  return async (effect, carrying) => {
    const { plan, state } = carrying
    const step = procedureNow(plan, state).byId.get(effect.step)
    const filled = step && workOf(plan, state, step, effect.variant)
    if (!step || !filled?.ok || filled.digest !== effect.digest)
      return refused('What it would run is no longer what was asked for; nothing was started.')
    const mode = parts.carryOut(plan)
    if (typeof mode === 'object') return refused(mode.refuse)
    const looksOnly = runsDry(state, step, effect.variant)
    const planned = looksOnly ? plannedWork(plan, state, effect) : filled.work
    return supervised(parts, effect, carrying, {
      title: step.title,
      work: filled.work,
      words: describeWork(plan, planned),
      standIns: looksOnly && effect.variant !== 'dry' ? missingCaptures(plan, state, planned) : {},
      pretends: mode === 'pretend',
      looksOnly,
    })
  }
}

/** What a dry run would stand for. */
function plannedWork(plan: Plan, state: IncidentState, { step: id, variant }: RunEffect): Work {
  const step = procedureNow(plan, state).byId.get(id)
  const real = step && workOf(plan, { ...state, mode: 'real' }, step, variant === 'undo' ? 'undo' : 'do')
  return real?.ok ? real.work : { actions: [], checks: [] }
}

const missingCaptures = (plan: Plan, state: IncidentState, work: Work): Record<string, string> =>
  Object.fromEntries(
    Object.entries(standInCaptures(plan, work)).filter(([name]) => currentValue(plan, state, name) === undefined),
  )

interface Task {
  title: string
  work: Work
  words: string[]
  pretends: boolean
  looksOnly: boolean
  /** What a drill that only looks on could not find out, so that the steps after it can go on. */
  standIns: Record<string, string>
}

async function supervised(parts: RunStepParts, effect: RunEffect, carrying: Carrying, task: Task): Promise<Outcome> {
  const { incident, signal } = carrying
  const over = new AbortController()
  const stop = new AbortController()
  const stopping = AbortSignal.any([signal, stop.signal])
  const watching = Promise.all([
    renewing(parts, effect, carrying, AbortSignal.any([over.signal, signal])),
    watchForStop(parts, effect, carrying, stop, over.signal),
  ])
  const file = await parts.logs.fileFor(incident, effect.run)
  const log = createOutputLog({ file, bytesMax: LOG_BYTES_MAX })
  const shown = openShown(parts, effect, carrying, task)
  const onOutput = (text: string) => {
    log.append(text)
    shown?.append(text)
  }
  try {
    const found = await reportOf(parts, effect, carrying, task, { onOutput, signal: stopping })
    const report = { ...found, captured: { ...task.standIns, ...found.captured } }
    const kept = log.end()
    parts.logs.keep(incident, effect.run)
    // It had ended before anybody could stop it: then it has done what it says.
    const stopped = stop.signal.aborted && !report.ok
    // How it ended does not wait for Slack to show it.
    void shown?.close(report.ok ? 'Done.' : stopped ? 'Stopped.' : `Failed: ${report.reason ?? ''}`)
    const told = detailOf(report, log.tail(), parts.logUrl(incident, effect.run), kept.bytes + kept.dropped)
    const detail = task.pretends ? { ...told, pretended: true } : told
    if (report.ok) return { ok: true, detail }
    return { ok: false, reason: stopped ? 'it was stopped' : 'it failed', permanent: true, detail }
  } finally {
    over.abort()
    await watching
  }
}

async function reportOf(
  parts: RunStepParts,
  effect: RunEffect,
  carrying: Carrying,
  { work, words, pretends, looksOnly }: Task,
  { onOutput, signal }: Pick<RunContext, 'onOutput' | 'signal'>,
): Promise<RunReport> {
  const { plan, incident } = carrying
  if (looksOnly) onOutput(`${['Nothing is changed. It would run:', ...words].join('\n  ')}\n`)
  if (pretends) return pretendWork(plan, work, words, onOutput)
  const folder = resolve(parts.dataDir, 'work')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const workDir = await mkdtemp(join(folder, `${effect.step}-`))
  try {
    await writeFile(join(workDir, OWNER_FILE), `${process.pid}\n`)
    const tries = await parts.tries(plan.id).catch(() => undefined)
    return await runWork(work, {
      ...(tries && { tries }),
      plan,
      environment: parts.environment,
      workDir,
      about: { incident, step: effect.step, run: effect.run },
      openStore: parts.openStore,
      onOutput,
      signal,
      sleep: (ms, until) => parts.wall.sleepUntil(parts.wall.now() + ms, until),
      nowMs: parts.wall.now,
    })
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

function openShown(
  parts: RunStepParts,
  effect: RunEffect,
  { incident, state }: Carrying,
  { title, words, pretends, looksOnly }: Task,
) {
  const channel = state.channel?.id
  // What only says what it would do has all of it on the step's own message.
  if (!channel || !parts.openOutput || pretends || looksOnly) return undefined
  const threadTs = async () => (await parts.state(incident))?.recovery.shown[effect.step]?.ts
  return parts.openOutput({ channel, threadTs, title, command: words[0] ?? '' })
}

async function renewing(parts: RunStepParts, effect: RunEffect, { incident, attempt }: Carrying, over: AbortSignal) {
  const { wall } = parts
  for (let pauseMs = RENEW_FIRST_MS; ; pauseMs = Math.min(RENEW_MAX_MS, pauseMs * 2)) {
    await wall.sleepUntil(wall.now() + pauseMs, over)
    if (over.aborted) return
    const leaseMs = Math.min(RENEW_MAX_MS, pauseMs * 2) * LEASE_TURNS
    const sign = { obligation: `run/${effect.run}`, attempt, leaseMs, host: hostname() }
    await parts.renew(incident, sign).catch(() => {})
  }
}

/** Somebody may press Cancel on any replica: it stands in the journal, and is looked for there. */
async function watchForStop(
  parts: RunStepParts,
  effect: RunEffect,
  { incident }: Carrying,
  stop: AbortController,
  over: AbortSignal,
) {
  const { wall } = parts
  while (!over.aborted) {
    await wall.sleepUntil(wall.now() + LOOK_MS, over)
    if (over.aborted) return
    const state = await parts.state(incident).catch(() => undefined)
    if (state?.recovery.runs[effect.run]?.cancelAsked) return stop.abort()
  }
}

function detailOf(
  report: RunReport,
  tail: string,
  log: string,
  outputBytes: number,
): RunDetail & Record<string, unknown> {
  const result = ({ what, ok, tookMs, exitCode, reason }: RunReport['actions'][number]) => ({
    ...{ what: privately(what), ok, tookMs: Math.round(tookMs) },
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason: privately(reason) }),
  })
  const captured = Object.entries(report.captured).map(([name, text]) => [name, privately(text)] as const)
  return {
    actions: report.actions.map(result),
    checks: report.checks.map(result),
    custody: report.custody,
    outputBytes,
    log,
    ...(report.reason === undefined ? {} : { reason: privately(report.reason) }),
    ...(tail === '' ? {} : { tail: privately(tail) }),
    ...(captured.length > 0 ? { captured: Object.fromEntries(captured) } : {}),
  }
}
