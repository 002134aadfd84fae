/** Which step of a recovery somebody means: by its id or the words of its title. Its number is no name: it moves when steps are added. */
import type { RecoveryView, StepView } from '../../src/incident/recovery/view-shape.ts'
import type { View } from '../../src/incident/view-shape.ts'
import { nearest } from '../../src/plan/nearest.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { FormField, Reply, Request } from '../command.ts'
import { refuse, refuseField } from './answers.ts'
import { takeName } from './names.ts'
import { type Found, whichIncident } from './which-incident.ts'

export type FoundStep =
  | {
      ok: true
      view: View
      plan: Plan
      recovery: RecoveryView
      step: StepView /** What follows the step's name. */
      rest: string
    }
  | { ok: false; reply: Reply }

/** The incident, and that it has steps at all. */
export async function whichRecovery(
  request: Request,
  command: string,
): Promise<(Extract<Found, { ok: true }> & { recovery: RecoveryView }) | { ok: false; reply: Reply }> {
  const found = await whichIncident(request, command)
  if (!found.ok) return found
  const { recovery, scenario } = found.view
  if (recovery) return { ...found, recovery }
  const why = scenario
    ? `the plan has no steps for “${scenario.title}”`
    : 'nobody has said what it is, and the plan keeps its steps with its scenarios; `/dr scenario` says so'
  return { ok: false, reply: refuse(`${found.view.id} has no recovery steps: ${why}.`, { incident: found.view.id }) }
}

/**
 * @param words what names the step, and what follows. Empty: the only step that `fits`; a word that is no step never means another one.
 * @param fits steps that the command is about, for when none is named.
 */
export async function whichStep(
  request: Request,
  command: string,
  words: string,
  fits: (step: StepView) => boolean,
): Promise<FoundStep> {
  const found = await whichRecovery(request, command)
  if (!found.ok) return found
  const { view, plan, recovery } = found
  const say = (text: string): FoundStep => ({
    ok: false,
    reply: { ...refuseField(request, 'step', text), incident: view.id },
  })
  const named = takeName(words, (name) => stepOf(recovery.steps, name))
  if (named) return { ok: true, view, plan, recovery, step: named.found, rest: named.rest }
  const fitting = recovery.steps.filter(fits)
  const [only] = fitting
  const first = words.split(/\s+/)[0] ?? ''
  if (first !== '') {
    const near = nearest(
      first,
      recovery.steps.map(({ id }) => id),
    )
    return say(
      `“${first}” is no step of ${view.id}${near === undefined ? ': `/dr step` lists them' : `: did you mean \`${near}\``}${near === undefined ? '.' : '?'}`,
    )
  }
  if (fitting.length === 1 && only) return { ok: true, view, plan, recovery, step: only, rest: '' }
  if (fitting.length === 0) return say(`No step of ${view.id} is waiting for that. \`/dr step\` lists them.`)
  return say(`Which one? ${fitting.map(({ id }) => `\`/dr ${command} ${id}\``).join(', ')}`)
}

function stepOf(steps: readonly StepView[], name: string): StepView | undefined {
  const wanted = name.trim().toLowerCase()
  return steps.find(({ id }) => id === wanted) ?? steps.find(({ title }) => title.toLowerCase() === wanted)
}

/** Carries the step through a form; what the form was shown for rides along. */
export const stepField = ({ id, title }: StepView, suffix = ''): FormField => ({
  ...{ kind: 'select', param: 'step', label: 'Step', initial: `${id}${suffix}` },
  options: [{ value: `${id}${suffix}`, label: title }],
})
