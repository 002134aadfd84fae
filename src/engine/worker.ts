/**
 * Carries out one job: looks whether it is still wanted, acts through `carryOut`, and reports the outcome as a command.
 *
 * It promises to act at most once for a job, never after the attempt's deadline, never while effects are held, and to report whatever
 * came of it. When it dies or cannot report, the attempt's deadline in the journal finds the job again; so an effect may happen
 * twice, and adapters use `jobId` as their idempotency key.
 */
import { SYSTEM } from '../plan/actor.ts'
import type { Attempted, Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { AnyCommand, Cores } from './any-core.ts'
import type { Clock } from './clock.ts'
import type { LeftAlone } from './left-alone.ts'
import type { Logger } from './logger.ts'
import { retryTransient } from './retry.ts'
import type { Snapshot, Snapshots } from './snapshots.ts'
import type { Job } from './storage.ts'
import type { SubmitOptions, Submitted } from './submit.ts'
import { failSpan, SpanKind, traced } from './tracing.ts'
import type { EngineFacts } from './turn.ts'

export interface CarryOutContext {
  stream: string
  obligation: string
  attempt: number
  /** Derived from the row that journals this attempt: the same whenever it is carried out, and no other attempt has it. */
  jobId: string
  /** Epoch ms of the plan's clock. */
  deadlineMs: number
  /** Aborts at the deadline, after as much real time, and when the process stops. */
  signal: AbortSignal
  /** The stream as it was just before acting. */
  state: unknown
  plan: Plan | undefined
}

/** Acts on the world. What it throws counts as a failure that may pass. */
export type CarryOut<Effect> = (effect: Effect, context: CarryOutContext) => Promise<Outcome>

/** What became of a job, for whoever counts. */
export type JobResult =
  | 'carried-out'
  | 'failed'
  | 'not-wanted'
  | 'held'
  | 'dropped'
  | /** For a newer replica. */ 'left'

export interface WorkerParts<Effect> {
  snapshots: Snapshots
  cores: Cores<Effect>
  carryOut: CarryOut<Effect>
  submit: (stream: string, command: AnyCommand, options?: SubmitOptions) => Promise<Submitted<unknown>>
  facts: () => Promise<EngineFacts>
  clock: Clock
  /** Real time. */
  wall: Clock
  logger: Logger
  leftAlone: LeftAlone
}

/** @returns a function that never rejects. */
export function createWorker<Effect>(
  parts: WorkerParts<Effect>,
): (job: Job, stopping: AbortSignal) => Promise<JobResult> {
  const { clock, wall, logger, leftAlone } = parts

  const report = async (job: Job, outcome: Outcome, patience: AbortSignal): Promise<void> => {
    const { stream, obligation, attempt } = job
    const command = () => ({ type: 'outcome', atMs: clock.now(), by: SYSTEM, obligation, attempt, outcome })
    const submitted = await retryTransient(() => parts.submit(stream, command()), patience, wall)
    if (!submitted.ok) logger.warn({ job, why: submitted.why }, 'the outcome of an attempt was refused')
  }

  const work = async (job: Job, stopping: AbortSignal, over: AbortController): Promise<JobResult> => {
    const found = await retryTransient(() => findAttempt(parts, job), stopping, wall)
    if (!found) {
      logger.error({ job }, 'a job has no attempt in the journal; dropping it')
      return 'dropped'
    }
    const { snapshot, attempted } = found
    if (snapshot.newer !== undefined) {
      leftAlone.add(job.stream, snapshot.newer)
      return 'left'
    }
    const { kind } = attempted.effect as { kind?: string }
    const attributes = attributesOf(job)
    const options = { kind: SpanKind.CONSUMER, follows: job.trace ?? null, attributes }
    return traced(`carry out ${kind}`, options, async (span) => {
      const deadline = deadlineSignal(parts, attempted.limitMs ?? attempted.deadlineMs, over.signal)
      const result = await act(job, found, deadline, stopping)
      span.setAttribute('muster.result', result)
      if (result === 'failed') failSpan(span, 'the attempt has failed; the journal says why')
      return result
    })
  }

  const act = async (
    job: Job,
    { snapshot, attempted }: FoundAttempt<Effect>,
    deadline: AbortSignal,
    stopping: AbortSignal,
  ): Promise<JobResult> => {
    const refusal = await reasonNotToAct(parts, job, snapshot, attempted)
    if (refusal) {
      await report(job, refusal.outcome, deadline)
      return refusal.result
    }
    const { stream, obligation, attempt, id: jobId } = job
    const { deadlineMs, effect } = attempted
    const signal = AbortSignal.any([deadline, stopping])
    const { state, plan } = snapshot
    const context = { stream, obligation, attempt, jobId, deadlineMs, signal, state, plan }
    const outcome = await actUntil(signal, () => parts.carryOut(effect, context), logger, job)
    // Stopped in mid-effect: nobody knows how it ended, and the attempt's deadline says so in time. The same of what shows signs of life and outlived its limit.
    if (!outcome && (!deadline.aborted || attempted.limitMs !== undefined)) return 'dropped'
    await report(job, outcome ?? { ok: false, reason: 'no answer before the deadline' }, deadline)
    return outcome?.ok ? 'carried-out' : 'failed'
  }

  return async (job, stopping) => {
    const over = new AbortController()
    try {
      return await work(job, stopping, over)
    } catch (err) {
      logger.error({ err, job }, 'an attempt could not be carried out or reported; its deadline will find it')
      return 'dropped'
    } finally {
      over.abort()
    }
  }
}

interface FoundAttempt<Effect> {
  snapshot: Snapshot
  attempted: Attempted<Effect>
}

/** By these a span is found from the journal, and the journal from a span. */
const attributesOf = ({ id, stream, obligation, attempt, queue }: Job) => ({
  ...{ 'muster.stream': stream, 'muster.obligation': obligation, 'muster.attempt': attempt },
  ...{ 'muster.job': id, 'muster.queue': queue },
})

async function findAttempt<Effect>(
  { snapshots }: WorkerParts<Effect>,
  { stream, seq, obligation, attempt }: Job,
): Promise<FoundAttempt<Effect> | undefined> {
  const found = await snapshots.readWithEvent(stream, seq)
  if (found?.event?.type !== 'attempted') return undefined
  const attempted = found.event as Attempted<Effect>
  const isOurs = attempted.obligation === obligation && attempted.attempt === attempt
  return isOurs ? { snapshot: found.snapshot, attempted } : undefined
}

async function reasonNotToAct<Effect>(
  { cores, facts, clock }: WorkerParts<Effect>,
  job: Job,
  { plan, state }: Snapshot,
  { deadlineMs, limitMs }: Attempted<Effect>,
): Promise<{ outcome: Outcome; result: JobResult } | undefined> {
  if (!cores(job.stream).stillWanted(plan, state, job.obligation, job.attempt)) {
    return { outcome: { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } }, result: 'not-wanted' }
  }
  if ((await facts()).held) {
    return { outcome: { ok: false, reason: 'all outgoing effects are held', detail: { held: true } }, result: 'held' }
  }
  if (clock.now() >= deadlineMs) {
    const outcome: Outcome = { ok: false, reason: 'was not begun before its deadline' }
    // What is never tried twice has not been tried: it can still be.
    return limitMs === undefined
      ? { outcome, result: 'failed' }
      : { outcome: { ...outcome, detail: { held: true } }, result: 'held' }
  }
  return undefined
}

/**
 * Aborts at the attempt's deadline, and also after as much real time: a frozen clock must not let a call hang for ever.
 * `over` ends the waiting.
 */
function deadlineSignal(
  { clock, wall }: { clock: Clock; wall: Clock },
  deadlineMs: number,
  over: AbortSignal,
): AbortSignal {
  const deadline = new AbortController()
  const abort = () => deadline.abort()
  const waiting = AbortSignal.any([over, deadline.signal])
  clock.sleepUntil(deadlineMs, waiting).then(abort)
  if (clock !== wall) wall.sleepUntil(wall.now() + deadlineMs - clock.now(), waiting).then(abort)
  return deadline.signal
}

/** @returns undefined when `signal` aborted first. */
async function actUntil(
  signal: AbortSignal,
  act: () => Promise<Outcome>,
  logger: Logger,
  job: Job,
): Promise<Outcome | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const tryToAct = async (): Promise<Outcome> => {
    try {
      return await act()
    } catch (err) {
      // The text of an unknown error may hold an address or a secret; it goes to the log, not into the journal.
      logger.error({ err, job }, 'carrying out an effect failed unexpectedly')
      const kind = err instanceof Error ? err.name : typeof err
      return { ok: false, reason: `failed unexpectedly (${kind}); the log has the details` }
    }
  }
  return Promise.race([tryToAct(), aborted])
}
