/** Runs a sequence of the plan outside of any incident: one step after the other, each in words of the plan, and nobody is asked. */
import { ActionFailure } from '../../actions/action-failure.ts'
import type { RunContext } from '../../actions/run-context.ts'
import { type RunReport, runWork } from '../../actions/run-work.ts'
import { defaultValue, filledIn, type RenderedAction } from '../../incident/recovery/work.ts'
import type { Plan } from '../../plan/schema.ts'
import { watchStream } from '../../readiness/watch/state.ts'

export interface SequenceParts {
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  /** Real time. */
  wall: { now(): number; sleepUntil(atMs: number, signal: AbortSignal): Promise<void> }
}

export interface Doing {
  sequence: string
  workDir: string
  /** Said to programs as MUSTER_RUN. */
  run: string
  signal: AbortSignal
  /** What a value is here, before its default. */
  given?(name: string): string | undefined
  /** What an action becomes here. */
  adapted?(action: RenderedAction): RenderedAction
}

/** What the steps have told so far, also of a sequence that failed. */
export interface Found {
  rows: { what: string; count: number }[]
  captured: Record<string, string>
  sha256?: string
}

/** Of the end of what the programs of a step write, characters; and of that, as much is told. */
const OUTPUT_KEPT = 4_000
const LAST_WORDS_MAX = 300

/** @throws ActionFailure that names the step that failed, the last that was run; another error when one could not even be begun. */
export async function runSequence(parts: SequenceParts, plan: Plan, doing: Doing, found: Found): Promise<void> {
  const { sequence, workDir, run, signal, given, adapted = (action) => action } = doing
  const { environment, openStore, wall } = parts
  for (const step of plan.sequences[sequence]?.steps ?? []) {
    const current = (name: string) => found.captured[name] ?? given?.(name) ?? defaultValue(plan, name)
    const filled = filledIn({ actions: step.do ?? [], checks: step.checks }, current, wall.now())
    if (!filled.ok)
      throw new Error(`"${step.title}" needs the value ${filled.missing[0]}, which nobody gives: write it under "with"`)
    const { actions, checks } = filled.work
    let output = ''
    const report = await runWork(
      { actions: actions.map(adapted), checks },
      {
        ...{ plan, environment, workDir, openStore, signal },
        about: { incident: watchStream(plan.id), step: step.id, run },
        onOutput: (text) => {
          output = (output + text).slice(-OUTPUT_KEPT)
        },
        sleep: (ms, until) => wall.sleepUntil(wall.now() + ms, until),
        nowMs: wall.now,
      },
    )
    take(report, found)
    if (!report.ok) {
      const why = `"${step.title}" failed: ${report.reason ?? 'nobody knows why'}${lastWords(report, output)}`
      throw new ActionFailure(why, found.sha256 === undefined ? {} : { sha256: found.sha256 })
    }
  }
}

/** Of a program that failed: what it wrote last is why, more often than not. */
function lastWords({ actions, checks }: RunReport, output: string): string {
  const failed = [...actions, ...checks].find(({ ok }) => !ok)
  if (failed?.kind !== 'command' || failed.exitCode === undefined) return ''
  const lines = output.split('\n').map((line) => line.trim())
  // The last is our own sentence on how it ended, and one before it names what was begun.
  const said =
    lines
      .slice(
        0,
        lines.findLastIndex((line) => line.startsWith('failed: ')),
      )
      .filter(Boolean)
      .at(-1) ?? ''
  return said === '' || said.startsWith('— ') ? '' : `: ${said.slice(0, LAST_WORDS_MAX)}`
}

function take({ actions, checks, captured, custody }: RunReport, found: Found): void {
  Object.assign(found.captured, captured)
  for (const { what, counted, ok } of [...actions, ...checks])
    if (ok && counted !== undefined) found.rows.push({ what, count: counted })
  const damaged = actions.find((one) => one.sha256 !== undefined)?.sha256
  const sha256 = custody.find((entry) => entry.fetched)?.sha256 ?? damaged
  if (sha256) found.sha256 = sha256
}
