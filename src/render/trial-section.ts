/** How backups are made at once and restored for a try: the steps that run by themselves, for whoever wants to know what they do, or has to do it by hand. */
import type { Trial } from '../plan/backup-schema.ts'
import { cardSteps } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, heading, joined, paragraph, words } from './document.ts'
import { stepBlock } from './step-block.ts'
import { lengthOf } from './wording.ts'

export function trialSection(plan: Plan): Block[] {
  const trials = Object.entries(plan.backups).flatMap(([set, { verification }]) =>
    verification.flatMap(({ how, trial }) => (trial ? [{ set, how, trial }] : [])),
  )
  const makers = Object.entries(plan.backups).flatMap(([set, { make }]) => (make === undefined ? [] : [{ set, make }]))
  if (trials.length === 0 && makers.length === 0) return []
  const sequences = new Set([
    ...makers.map(({ make }) => make),
    ...trials.flatMap(({ trial }) => [trial.sequence, trial.afterwards ?? trial.sequence]),
  ])
  return [
    heading(2, 'Making and trying backups', 'trials'),
    ...makers.map(({ set, make }) =>
      paragraph(
        words`${{ strong: plan.backups[set]?.label ?? set }}: made at once by ${plan.sequences[make]?.title ?? make} (${{ code: make }}), with ${{ code: `/dr backup now ${set}` }}`,
      ),
    ),
    ...trials.map(({ set, how, trial }) =>
      paragraph(words`${{ strong: plan.backups[set]?.label ?? set }} (${how}): ${aboutTrial(plan, trial)}`),
    ),
    ...[...sequences].flatMap((id) => stepsOf(plan, id)),
  ]
}

function aboutTrial(plan: Plan, { sequence, scratch, afterwards, limit, with: values }: Trial) {
  const named = (id: string) => words`${plan.sequences[id]?.title ?? id} (${{ code: id }})`
  const given = Object.entries(values).map(([name, value]) => words`${{ code: name }} is ${String(value)}`)
  return joined(
    [
      named(sequence),
      ...(scratch
        ? [
            words`in a database made for it on ${plan.connections[scratch.on]?.label ?? scratch.on} (${{ code: scratch.on }})${scratch.sameServer ? ', a server of production' : ''}, to which ${joined(
              scratch.as.map((code) => ({ code })),
            )} lead meanwhile, and which is dropped afterwards`,
          ]
        : []),
      ...given,
      ...(afterwards === undefined ? [] : [words`then, whatever happened, ${named(afterwards)}`]),
      `ended after ${lengthOf(limit)}`,
    ],
    '; ',
  )
}

/** Drawn as a card is: by themselves, in their order. */
function stepsOf(plan: Plan, id: string): Block[] {
  const sequence = plan.sequences[id]
  if (!sequence) return []
  const steps = cardSteps({ ...plan, cards: { [id]: sequence } }, id, 1)
  const anchorOf = (step: string) => `trial-${step.replaceAll('.', '-')}`
  return [heading(3, sequence.title, `trial-${id}`), ...steps.map((step) => stepBlock(plan, step, { steps, anchorOf }))]
}
