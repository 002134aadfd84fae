/**
 * One page for one scenario, to hang on a wall: how to know it, whom to call, what to do first, who approves, who must be told. Promises to fit: what there is
 * room for is counted in lines here, the lines are as long and as high as the page's style says, and what has no room is counted and said.
 */
import { counted, inWords } from '../plan/in-words.ts'
import { AUDIENCE_MEANS_LABELS } from '../plan/means-labels.ts'
import { meansOf } from '../plan/notice-means.ts'
import { defaultSeverity, policyFor } from '../plan/policy-for.ts'
import { type PlanStep, procedureOf } from '../plan/procedure.ts'
import type { Level, Plan, Target } from '../plan/schema.ts'
import { type Words, words } from './document.ts'
import { appliesTo } from './timetable.ts'
import { afterText, lengthOf, personName, phoneOf, roleName, severityName } from './wording.ts'

/** Lines that each part of the page has at the most, and characters that surely fit into one of them. */
const ROOM = {
  symptoms: { lines: 4, chars: 85 },
  calls: { lines: 8, chars: 44 },
  approvals: { lines: 5, chars: 80 },
  told: { lines: 6, chars: 64 },
  vendors: { lines: 2, chars: 56 },
} as const
/** Lines of all parts together; a part that is not there gives its heading's line to the steps. */
const LINES_OF_ALL = 35
const ACTION_CHARS = 70
/** A text longer than so many lines is cut short, with … at its end. */
const LINES_OF_ONE_MAX = 2

interface CardAction {
  number: number
  title: string
  /** Who, and how long. */
  note: string
  danger: boolean
}

export interface ScenarioCard {
  system: string
  title: string
  declare: string
  /** RTO, RPO, severity. */
  figures: [name: string, value: string][]
  impact: string | undefined
  symptoms: string[]
  calls: { when: string; who: string; phone: Words }[]
  actions: CardAction[]
  approvals: { who: string; what: string }[]
  told: { latest: string; who: string; means: string }[]
  vendors: { who: string; phone: Words }[]
  /** What had no room, such as `12 of 26 steps`. */
  leftOut: string[]
}

export function scenarioCard(plan: Plan, id: string): ScenarioCard {
  const scenario = plan.scenarios[id]!
  const severity = defaultSeverity(plan, id)
  const symptoms = fitting(scenario.symptoms, (symptom) => symptom, ROOM.symptoms)
  const calls = fitting(callsOf(plan, id), ({ who }) => who, ROOM.calls)
  const approvals = fitting(approvalsOf(plan, id), ({ who, what }) => `${who}: ${what}`, ROOM.approvals)
  const told = fitting(toldIn(plan, id), ({ who, means }) => `${who} ${means}`, ROOM.told)
  const vendors = fitting(vendorsOf(plan), ({ who }) => who, ROOM.vendors)
  const others = [symptoms, calls, approvals, told, vendors]
  const taken = others.reduce((sum, { lines, all }) => sum + lines - (all === 0 ? 1 : 0), 0)
  const room = { lines: LINES_OF_ALL - taken, chars: ACTION_CHARS }
  const actions = fitting(actionsOf(plan, id), ({ title, note }) => `${title} ${note}`, room)
  return {
    system: plan.system.name,
    title: scenario.title,
    declare: `/dr declare ${plan.id} ${id}`,
    figures: [
      ['RTO', lengthOf(scenario.rto ?? plan.objectives.rto)],
      ['RPO', lengthOf(scenario.rpo ?? plan.objectives.rpo)],
      ['Severity', severityName(plan, severity)],
    ],
    impact: scenario.impact,
    symptoms: symptoms.shown,
    calls: calls.shown,
    actions: actions.shown,
    approvals: approvals.shown,
    told: told.shown,
    vendors: vendors.shown,
    leftOut: [
      ...omitted(symptoms, 'symptom'),
      ...omitted(calls, 'number'),
      ...omitted(actions, 'step'),
      ...omitted(approvals, 'approval'),
      ...omitted(told, 'notice'),
      ...omitted(vendors, 'vendor'),
    ],
  }
}

interface Fitted<Item> {
  shown: Item[]
  all: number
  /** That they take. */
  lines: number
}

/** The first of them, as long as there are lines. */
function fitting<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  room: { lines: number; chars: number },
): Fitted<Item> {
  const shown: Item[] = []
  let lines = 0
  for (const item of items) {
    const needed = Math.min(LINES_OF_ONE_MAX, Math.ceil(textOf(item).length / room.chars) || 1)
    if (lines + needed > room.lines) break
    lines += needed
    shown.push(item)
  }
  return { shown, all: items.length, lines }
}

const omitted = ({ shown, all }: Fitted<unknown>, noun: string): string[] =>
  shown.length === all ? [] : [`${all - shown.length} of ${counted(all, noun)}`]

/** Everybody on the ladder, each once, in the order in which they are paged; without a ladder whoever holds a role, those who lead first. */
function callsOf(plan: Plan, id: string): ScenarioCard['calls'] {
  const severity = defaultSeverity(plan, id)
  const levels = plan.policies[policyFor(plan, id, severity) ?? '']?.levels.filter(
    (level) => level.severities?.includes(severity) ?? true,
  )
  const paged = (levels ?? []).flatMap((level) => level.to.flatMap((target) => turnsOf(plan, level, target)))
  const roles = [plan.commander, ...Object.keys(plan.roles)]
  const holders = roles.flatMap((role) => plan.roles[role]?.holders ?? []).map((person) => ({ person, when: '' }))
  const all = levels ? paged : holders
  return all
    .filter(({ person }, index) => all.findIndex((other) => other.person === person) === index)
    .map(({ person, when }) => ({ when, who: whoIs(plan, person), phone: phoneOf(plan, person) }))
}

/** Of a role the first holder is paged, and the next where the one before does not answer; of a rotation whoever is on duty. */
function turnsOf(plan: Plan, level: Level, target: Target): { person: string; when: string }[] {
  const { after, nextHolderAfter } = level
  if ('person' in target) return [{ person: target.person, when: afterText(after) }]
  if ('rotation' in target) {
    const people = plan.rotations[target.rotation]?.people ?? []
    return people.map((person) => ({ person, when: `${afterText(after)}, if on duty` }))
  }
  if ('role' in target) {
    const turn = (index: number): string => {
      if (index === 0) return afterText(after)
      return nextHolderAfter === undefined ? 'if need be' : afterText(after + index * nextHolderAfter)
    }
    return (plan.roles[target.role]?.holders ?? []).map((person, index) => ({ person, when: turn(index) }))
  }
  const inPlace = turnsOf(plan, level, target.otherwise)
  return inPlace.map(({ person, when }) => ({ person, when: `${when} (PagerDuty first)` }))
}

/** A name, with the roles that it does not say itself. */
function whoIs(plan: Plan, person: string): string {
  const name = personName(plan, person)
  const roles = Object.values(plan.roles)
    .filter(({ holders, label }) => holders.includes(person) && !name.toLowerCase().startsWith(label.toLowerCase()))
    .map(({ label }) => label)
  return roles.length === 0 ? name : `${name}, ${roles.join(', ')}`
}

const stepsOf = (plan: Plan, id: string): { step: PlanStep; number: number }[] =>
  procedureOf(plan, id).steps.map((step, index) => ({ step, number: index + 1 }))

/** What is done when nothing fails, in the plan's order; checks come last and stand in the document. */
function actionsOf(plan: Plan, id: string): CardAction[] {
  return stepsOf(plan, id)
    .filter(({ step }) => step.gate === null && step.branchOf === null)
    .map(({ step, number }) => {
      const options = step.decide
        ? `: ${inWords(
            step.decide.options.map(({ label }) => label),
            'or',
          )}?`
        : ''
      const budget = step.budget === undefined ? [] : [lengthOf(step.budget)]
      const owner = step.owner === undefined ? [] : [roleName(plan, step.owner)]
      const only = onlyIf(plan, id, step)
      const title = `${step.title}${options}`
      return { number, title, note: [...only, ...owner, ...budget].join(', '), danger: step.risk === 'destructive' }
    })
}

/** `only if “Repair it”`: it is one way of several. */
function onlyIf(plan: Plan, id: string, { when }: PlanStep): string[] {
  const { byId } = procedureOf(plan, id)
  const labels = when.flatMap((condition) =>
    'chosen' in condition
      ? Object.entries(condition.chosen).flatMap(([decision, wanted]) => {
          const options = byId.get(decision)?.decide?.options ?? []
          return [wanted].flat().map((option) => `“${options.find((one) => one.id === option)?.label ?? option}”`)
        })
      : [],
  )
  return labels.length === 0 ? [] : [`only if ${inWords(labels, 'or')}`]
}

function approvalsOf(plan: Plan, id: string): ScenarioCard['approvals'] {
  const asking = stepsOf(plan, id).flatMap(({ step, number }) => {
    if (!step.approval) return []
    const roles = inWords(
      step.approval.roles.map((role) => roleName(plan, role)),
      'or',
    )
    return [{ who: `${step.approval.count} of ${roles}`, what: `${number}. ${step.title}` }]
  })
  const byWho = Map.groupBy(asking, ({ who }) => who)
  return [...byWho].map(([who, all]) => ({ who, what: all.map(({ what }) => what).join('; ') }))
}

/** The soonest that is late first; what counts from an answer comes last. */
function toldIn(plan: Plan, id: string): ScenarioCard['told'] {
  const severity = defaultSeverity(plan, id)
  return plan.notices
    .filter((notice) => notice.automatic && appliesTo(plan, notice, id, severity))
    .map((notice) => ({ notice, latestMs: notice.deadline ?? notice.target ?? notice.earliest ?? 0 }))
    .toSorted(
      (a, b) => Number(a.notice.from !== 'declared') - Number(b.notice.from !== 'declared') || a.latestMs - b.latestMs,
    )
    .map(({ notice, latestMs }) => ({
      latest: `${latestMs === 0 ? 'at once' : lengthOf(latestMs)}${notice.from === 'declared' ? '' : ' from “yes”'}`,
      who: `${plan.audiences[notice.audience]?.label ?? notice.audience}${notice.if === undefined ? '' : ' (if decided so)'}`,
      means: inWords(meansOf(plan, notice).map((means) => AUDIENCE_MEANS_LABELS[means])),
    }))
}

const vendorsOf = (plan: Plan): ScenarioCard['vendors'] =>
  Object.values(plan.vendors).map(({ label, support, phone }) => ({
    who: `${label}${support === undefined ? '' : `, ${support}`}`,
    phone: phone === undefined ? [{ flag: 'missing', text: 'no number' }] : words`${{ strong: phone }}`,
  }))
