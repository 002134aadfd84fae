/** One step of a recovery, whole: who, when, with whose approval, exactly what, and what if it fails. */
import { counted, inWords } from '../plan/in-words.ts'
import type { PlanStep } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import type { Approval, Occurrence } from '../plan/step-schema.ts'
import { actionBlocks } from './action-blocks.ts'
import { type Block, type Fact, joined, list, type StepBlock, type Words, words } from './document.ts'
import { conditionWords, lengthOf, roleName, roleWithHolders } from './wording.ts'

/** The steps among which names are looked up, with the number of each. */
export interface Neighbours {
  steps: readonly PlanStep[]
  anchorOf: (step: string) => string
}

export function stepBlock(plan: Plan, step: PlanStep, among: Neighbours): StepBlock {
  const { id, title, risk } = step
  const rows = [...beforehand(plan, step, among), ...whatToDo(plan, step), ...afterwards(plan, step, among)]
  return {
    kind: 'step',
    anchor: among.anchorOf(id),
    number: numberOf(among, id),
    id,
    title,
    danger: risk === 'destructive',
    body: [
      ...(step.why === undefined ? [] : [{ kind: 'paragraph' as const, words: [step.why] }]),
      { kind: 'facts', rows },
    ],
  }
}

const numberOf = ({ steps }: Neighbours, id: string): number => steps.findIndex((step) => step.id === id) + 1

const nameOf = (among: Neighbours, id: string): string => {
  const title = among.steps.find((step) => step.id === id)?.title
  return title === undefined ? id : `${numberOf(among, id)}. ${title}`
}

const fact = (name: string, said: Words | string, blocks?: Block[]): Fact => ({
  name,
  words: typeof said === 'string' ? [said] : said,
  ...(blocks && { blocks }),
})

function beforehand(plan: Plan, step: PlanStep, among: Neighbours): Fact[] {
  const { owner, budget, when, branchOf, approval, risk, needs } = step
  const opened = branchOf === null ? [] : [fact('Only if', `${nameOf(among, branchOf)} has failed`)]
  const conditions = when.map((condition) =>
    fact(
      branchOf === null ? 'Only if' : 'And if',
      conditionWords(condition, (id) => nameOf(among, id), optionOf(among)),
    ),
  )
  return [
    ...(owner === undefined ? [] : [fact('Who', roleWithHolders(plan, owner))]),
    ...(budget === undefined ? [] : [fact('Time', `at most ${lengthOf(budget)}`)]),
    fact('After', afterText(needs, step, among)),
    ...opened,
    ...conditions,
    ...(risk === 'read' ? [fact('Risk', 'it only looks')] : []),
    ...startFact(step),
    ...(approval ? [fact('Approval', approvalText(plan, approval, step))] : []),
  ]
}

const optionOf =
  ({ steps }: Neighbours) =>
  (step: string, option: string): string =>
    steps.find(({ id }) => id === step)?.decide?.options.find(({ id }) => id === option)?.label ?? option

function afterText(needs: readonly string[], { gate }: PlanStep, among: Neighbours): string {
  if (needs.length === 0) return 'nothing: it can begin at once'
  const steps = among.steps.filter((one) => one.gate === null)
  if (gate !== null && steps.length > 1 && steps.every(({ id }) => needs.includes(id)))
    return 'all steps of the recovery'
  return inWords(needs.map((id) => nameOf(among, id)))
}

function startFact({ start, decide, manual, do: actions }: PlanStep): Fact[] {
  if (decide || manual !== undefined || !actions) return []
  if (start === 'auto') return [fact('Starts', 'by itself')]
  if (start === 'manual') return []
  return [fact('Starts', `by itself after ${lengthOf(start.after)}, unless somebody objects`)]
}

function approvalText(
  plan: Plan,
  { roles, count: needed, notRequester, expires }: Approval,
  { risk }: PlanStep,
): string {
  const who = roles.map((role) => roleName(plan, role))
  const people = `${needed} of ${inWords(who, 'or')}`
  const extra = [
    ...(notRequester ? ['not whoever asks for it'] : []),
    ...(risk === 'destructive' ? [`the approver types ${plan.system.name}`] : []),
    `lapses after ${lengthOf(expires)}`,
  ]
  return `${people}; ${extra.join('; ')}`
}

function whatToDo(plan: Plan, { do: actions, manual, decide, checks, dryRun }: PlanStep): Fact[] {
  return [
    ...(manual === undefined ? [] : [fact('Do', manual)]),
    ...(decide ? [fact('Decide', [{ strong: decide.question }], [optionList(decide.options)])] : []),
    ...(actions ? [fact('Do', [], actionBlocks(plan, actions))] : []),
    ...(checks.length > 0 ? [fact('Then check', [], actionBlocks(plan, checks))] : []),
    ...(dryRun.length > 0 ? [fact('To try it without doing it', [], actionBlocks(plan, dryRun))] : []),
  ]
}

const optionList = (options: readonly { id: string; label: string }[]): Block =>
  list(options.map(({ id, label }) => words`${label} (${{ code: id }})`))

function afterwards(plan: Plan, step: PlanStep, among: Neighbours): Fact[] {
  const { undo, inDrill, tickedBy, restores, serves, openEnded, repeatable } = step
  const tiers = restores.map((id) => plan.tiers.find((tier) => tier.id === id)?.label ?? id)
  return [
    ...failureFact(step, among),
    ...(undo ? [fact('To take it back', `${undo.title}:`, actionBlocks(plan, undo.do))] : []),
    ...(tickedBy === undefined ? [] : [fact('Done by itself', occurrenceText(plan, tickedBy))]),
    ...(tiers.length > 0 ? [fact('Brings back', inWords(tiers))] : []),
    ...(serves === undefined ? [] : [fact('Then users are served from', plan.regions[serves]?.label ?? serves)]),
    ...(openEnded ? [fact('Ends', 'never by itself; nothing waits for it')] : []),
    ...(repeatable ? [fact('Unsure how it ended', 'it may be done again')] : []),
    ...(inDrill === undefined
      ? []
      : [fact('In a drill', inDrill === 'run' ? 'it is done for real' : 'it is only said')]),
  ]
}

function failureFact({ onFailure, do: actions, checks }: PlanStep, among: Neighbours): Fact[] {
  const { retry, every, goto, choose, otherwise } = onFailure
  const said: Words[] = [
    ...(retry > 0 ? [words`try again ${counted(retry, 'time')}, every ${lengthOf(every)}`] : []),
    ...(goto.length > 0 ? [words`go on with ${inWords(goto.map((id) => nameOf(among, id)))}`] : []),
    ...(choose.length > 0
      ? [
          words`choose: ${inWords(
            choose.map((id) => nameOf(among, id)),
            'or',
          )}`,
        ]
      : []),
    ...(otherwise === 'warn' ? [words`go on, and say so`] : []),
  ]
  const acts = (actions?.length ?? 0) + checks.length > 0
  if (said.length === 0) return acts ? [fact('If it fails', 'stop: what comes after it waits for people')] : []
  return [fact('If it fails', joined(said, '; '))]
}

function occurrenceText(plan: Plan, occurrence: Occurrence): string {
  if (typeof occurrence === 'object') {
    const notice = plan.notices.find(({ id }) => id === occurrence.noticeSent)
    return `when the notice to ${plan.audiences[notice?.audience ?? '']?.label ?? occurrence.noticeSent} has gone out`
  }
  const texts = {
    declared: 'when the incident is declared',
    acknowledged: 'when somebody has acknowledged',
    'channel-opened': 'when the channel is there',
    monitoring: 'when the status is monitoring',
  }
  return texts[occurrence]
}
