/** Who is paged and when, level by level, for each escalation policy. */
import { counted, inWords } from '../plan/in-words.ts'
import { MEANS_LABELS } from '../plan/means-labels.ts'
import type { Level, Plan, Policy } from '../plan/schema.ts'
import { type Block, facts, heading, joined, lean, note, type Prose, paragraph, type Words, words } from './document.ts'
import { afterText, lengthOf, onlySeverities, roleName, targetWords } from './wording.ts'

export function ladderSection(plan: Plan): Block[] {
  const policies = Object.entries(plan.policies)
  const first: Block[] = [heading(2, 'Escalation', 'escalation')]
  if (policies.length === 0) return [...first, note('warning', 'No ladder is written: nobody is paged by itself.')]
  const service =
    plan.pagerduty === undefined
      ? []
      : [
          paragraph(
            words`PagerDuty pages through the service ${{ strong: plan.pagerduty.service }}; its key is in the variable ${{ code: plan.pagerduty.routingKeyEnv }}.`,
          ),
        ]
  return [...first, ...service, ...policies.flatMap(([id, policy]) => policyBlocks(plan, id, policy))]
}

function policyBlocks(plan: Plan, id: string, policy: Policy): Block[] {
  const scenarios = Object.values(plan.scenarios).filter((scenario) => scenario.policy === id)
  const severities = plan.severities.filter((severity) => plan.severityPolicies[severity.id] === id)
  const applies = [
    ...(plan.policy === id ? ['every scenario that names no other'] : []),
    ...severities.map(({ label }) => label),
    ...scenarios.map(({ title }) => title),
  ]
  return [
    heading(3, `Ladder ${id}`, `ladder-${id}`),
    facts(
      ['Applies to', applies.length > 0 ? inWords(applies) : 'nothing'],
      ['Stops', stopText(plan, policy.stop)],
      ['Nobody has answered', againText(policy)],
      [
        'After an answer',
        policy.silence &&
          `so long without a sign of life (${lengthOf(policy.silence.after)}), whoever answered is asked whether they are still on it, and has ${lengthOf(policy.silence.answerWithin)} to say so`,
      ],
    ),
    ...ladderRows(plan, `Levels of the ladder ${id}`, policy.levels),
  ]
}

function stopText(plan: Plan, stop: Policy['stop']): string {
  if (stop === 'acknowledged') return 'as soon as anybody acknowledges'
  if (stop === 'resolved') return 'not before the incident is resolved, whoever has acknowledged'
  return `when somebody who holds ${roleName(plan, stop.acknowledgedBy)} acknowledges`
}

function againText({ again }: Policy): string {
  if (again === false) return 'it ends with the last level'
  const times = again.times === undefined ? 'until somebody does' : `at most ${counted(again.times, 'time')}`
  return `${lengthOf(again.after)} after the last level it starts over, ${times}`
}

/** Levels with numbers to dial. */
export function ladderRows(plan: Plan, title: string, levels: readonly Level[]): Block[] {
  const rows = levels.map((level): Prose[] => [
    [{ strong: afterText(level.after) }],
    words`${level.label}`,
    joined(
      level.to.map((target) => targetWords(plan, target)),
      level.mode === 'in-order' ? '; then ' : '; and ',
    ),
    howText(level),
    level.purpose,
    onlySeverities(plan, level.severities),
  ])
  return lean(title, ['When', 'Level', 'Who', 'How', 'What for', 'Only at'], rows)
}

function howText({ means, mode, nextMeansAfter, nextHolderAfter, repeat, to }: Level): Words {
  const modes = { all: 'all of them', any: 'all; one answer is enough', 'in-order': 'one after another' }
  return joined(
    [
      ...(to.length > 1 || mode === 'in-order' ? [modes[mode]] : []),
      `by ${means.map((one) => MEANS_LABELS[one]).join(', ')}`,
      ...(nextMeansAfter === undefined ? [] : [`the next means after ${lengthOf(nextMeansAfter)}`]),
      ...(nextHolderAfter === undefined ? [] : [`the next holder after ${lengthOf(nextHolderAfter)}`]),
      ...(repeat ? [`again every ${lengthOf(repeat.every)}, ${counted(repeat.times, 'time')}`] : []),
    ],
    '; ',
  )
}
