/**
 * A run in words only: what the sandbox does with the steps of plans whose systems are not there. It says what would run and lets it succeed, so that somebody can
 * walk through a whole recovery without anything of it touching the machine.
 */
import type { RunReport } from '../actions/run-work.ts'
import type { RenderedAction, Work } from '../incident/recovery/work.ts'
import type { ValueSpec } from '../plan/runner-schema.ts'
import type { Plan } from '../plan/schema.ts'

export function pretendWork(
  plan: Pick<Plan, 'values'>,
  work: Work,
  words: readonly string[],
  onOutput: (text: string) => void,
): RunReport {
  onOutput(['The sandbox only pretends: this is not carried out.', ...words.map((line) => `$ ${line}`), ''].join('\n'))
  const report = (action: RenderedAction, index: number) => ({
    ...{ kind: kindOf(action), what: words[index] ?? kindOf(action), ok: true, tookMs: 0 },
  })
  return {
    ok: true,
    actions: work.actions.map(report),
    checks: work.checks.map((action, index) => report(action, work.actions.length + index)),
    captured: standInCaptures(plan, work),
    custody: [],
    outputBytes: 0,
    droppedBytes: 0,
  }
}

/** What a work would capture if it were carried out, each value as some other one of its kind. */
export function standInCaptures(plan: Pick<Plan, 'values'>, { actions, checks }: Work): Record<string, string> {
  const captured = [...actions, ...checks].flatMap((action) =>
    'capture' in action ? Object.keys(action.capture).map((name) => [name, standIn(plan.values[name])] as const) : [],
  )
  return Object.fromEntries(captured)
}

function kindOf(action: RenderedAction): RunReport['actions'][number]['kind'] {
  for (const kind of ['command', 'http', 'sql', 'backup', 'wait'] as const) if (kind in action) return kind
  throw new Error('an action of no kind')
}

/** Some value of the right kind, so that what needs it can go on. */
function standIn(spec: ValueSpec | undefined): string {
  if (spec?.kind === 'choice') return spec.options[0] ?? ''
  return spec?.kind === 'number' ? String(spec.min ?? 0) : 'pretended'
}
