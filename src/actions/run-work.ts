/**
 * Carries out what a run of a step does. Promises to begin nothing of which something is known to be missing; that the first action that fails is the last,
 * and that checks are all made; that no secret leaves in anything that it says or gives back; and never to throw for what the outside does wrong.
 */
import type { RenderedAction, Work } from '../incident/recovery/work.ts'
import { ActionFailure, type Facts, stopped } from './action-failure.ts'
import { brief, type Kit, type Prepared } from './action-kit.ts'
import { prepareBackup } from './backup.ts'
import { nameOf, prepareCommand } from './command.ts'
import { prepareHttp } from './http.ts'
import { createMasker } from './mask.ts'
import { createOutput, QUIET } from './output.ts'
import type { ActionKind, ActionReport, Custody, RunContext, RunReport } from './run-context.ts'
import { openSecrets } from './secrets.ts'
import { prepareSql } from './sql.ts'
import { prepareWait } from './wait.ts'

export type { RunContext, RunReport } from './run-context.ts'

/** Of a reason, characters. */
const REASON_MAX = 500
const NAME_MAX = 120

export async function runWork(work: Work, context: RunContext): Promise<RunReport> {
  const { secrets, known } = await openSecrets(work, context)
  const mask = createMasker(known)
  const kit: Kit = { context, secrets, mask, files: new Map(), output: createOutput(mask, context.onOutput) }
  const gained: Gained = { captured: {}, custody: [] }
  const report = await carryOut(work, kit, gained)
  const { bytes: outputBytes, dropped: droppedBytes } = kit.output.counts()
  return { ...report, ...gained, outputBytes, droppedBytes }
}

/** What the actions have given so far. */
interface Gained {
  captured: Record<string, string>
  custody: Custody[]
}
type Part = 'actions' | 'checks'
type Ending = Pick<RunReport, 'ok' | 'reason' | Part>

async function carryOut(work: Work, kit: Kit, gained: Gained): Promise<Ending> {
  const report: Ending = { ok: true, actions: [], checks: [] }
  const prepared: Record<Part, Prepared[]> = { actions: [], checks: [] }
  for (const part of ['actions', 'checks'] as const) {
    for (const action of work[part]) {
      const one = prepareOrSay(action, kit)
      if ('run' in one) prepared[part].push(one)
      else return { ...report, ok: false, reason: one.reason, [part]: [one] }
    }
  }
  for (const action of prepared.actions) {
    const one = await run(action, kit, gained)
    report.actions.push(one)
    if (!one.ok) return { ...report, ok: false, reason: one.reason! }
  }
  for (const check of prepared.checks) report.checks.push(await run(check, kit, gained))
  return { ...report, ...verdict(report.checks) }
}

function verdict(checks: ActionReport[]): Pick<RunReport, 'ok' | 'reason'> {
  const failed = checks.filter(({ ok }) => !ok)
  const [first] = failed
  if (!first) return { ok: true }
  if (checks.length === 1) return { ok: false, reason: `the check failed: ${first.reason}` }
  const among = failed.length > 1 ? 'the first: ' : ''
  return { ok: false, reason: `${failed.length} of ${checks.length} checks failed: ${among}${first.reason}` }
}

async function run(prepared: Prepared, kit: Kit, gained: Gained): Promise<ActionReport> {
  const { nowMs, signal } = kit.context
  const beganMs = nowMs()
  const about = { kind: prepared.kind, what: prepared.what }
  const report = (facts: Facts, end: { ok: true } | { ok: false; reason: string }): ActionReport => {
    const { captured: _captured, custody: _custody, ...told } = facts
    return { ...about, tookMs: nowMs() - beganMs, ...told, ...end }
  }
  kit.output.say(`— ${about.what}`)
  try {
    if (signal.aborted) throw new ActionFailure(`not begun: ${stopped(signal)}`)
    const facts = await prepared.run(signal)
    Object.assign(gained.captured, facts.captured)
    if (facts.custody) gained.custody.push(masked(facts.custody, kit))
    return report(facts, { ok: true })
  } catch (error) {
    const reason = reasonOf(error, kit)
    kit.output.say(`failed: ${reason}`)
    return report(error instanceof ActionFailure ? error.facts : {}, { ok: false, reason })
  }
}

type NotPrepared = ActionReport & { reason: string }

/** What is missing is found out here, before anything is started. */
function prepareOrSay(action: RenderedAction, kit: Kit): Prepared | NotPrepared {
  try {
    return prepare(action, kit)
  } catch (error) {
    const reason = reasonOf(error, kit)
    kit.output.say(`not begun: ${reason}`)
    return { ...nameOfAction(action, kit), ok: false, tookMs: 0, reason }
  }
}

function prepare(action: RenderedAction, kit: Kit): Prepared {
  if ('command' in action) return prepareCommand(action, kit)
  if ('http' in action) return prepareHttp(action, kit)
  if ('sql' in action) return prepareSql(action, kit)
  if ('backup' in action) return prepareBackup(action, kit)
  const probe = typeof action.wait === 'object' ? prepare(action.wait.until, { ...kit, output: QUIET }) : undefined
  return prepareWait(action, probe, kit)
}

/** Of one that could not be prepared. */
function nameOfAction(action: RenderedAction, { mask }: Kit): Pick<ActionReport, 'kind' | 'what'> {
  const named = (kind: ActionKind, what: string) => ({ kind, what: brief(what, NAME_MAX, mask) })
  if ('command' in action) return named('command', nameOf(action))
  if ('http' in action) return named('http', `${action.method} request`)
  if ('sql' in action) return named('sql', `query on ${action.on}`)
  return 'backup' in action ? named('backup', `backup of ${action.backup}`) : named('wait', 'wait')
}

/** One sentence, whatever it was. */
function reasonOf(error: unknown, kit: Kit): string {
  const said = error instanceof Error ? error.message : String(error)
  return brief(error instanceof ActionFailure ? said : `it could not be carried out: ${said}`, REASON_MAX, kit.mask)
}

const masked = (custody: Custody, { mask }: Kit): Custody => ({
  ...custody,
  key: mask.text(custody.key),
  store: mask.text(custody.store),
})
