/**
 * `/dr declare`: opens an incident and starts the ladder. Words are recognised as far as they go; nothing that is missing stops a
 * declaration except not knowing which plan is meant.
 */

import type { View } from '../src/incident/view-shape.ts'
import { inWords } from '../src/plan/in-words.ts'
import { own } from '../src/plan/own.ts'
import { defaultSeverity } from '../src/plan/policy-for.ts'
import { type Recognised, recogniseDeclaration, scenarioByName, severityByName } from '../src/plan/recognise.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { Unknown } from '../src/plan/unknown-name.ts'
import { answer, askFor, refuse, refuseField } from './asking/answers.ts'
import { declarationForm, type Given } from './asking/declaration-form.ts'
import { isChecked } from './asking/incident-form.ts'
import { readMoment } from './asking/moments.ts'
import { allPlans } from './asking/plans.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { expectedOutageLine } from './wording/expected-outage.ts'
import { headline } from './wording/headline.ts'
import { heldLine } from './wording/held.ts'
import { beingPaged } from './wording/ladder.ts'
import { lines } from './wording/lists.ts'
import { channelLine, nextLines, rtoLine } from './wording/situation.ts'

export const declare: DrCommand = {
  name: 'declare',
  aliases: ['disaster', 'open'],
  usage: 'declare [drill] [PLAN] [SCENARIO] [SEVERITY] [what is seen]',
  summary: 'Open an incident and page people; without words, a form',
  async run(request) {
    const plans = await allPlans(request)
    if (plans.length === 0) {
      return refuse(
        'There is no plan in force, so nobody can be paged: put one into the plans folder, then `/dr plan reload`.',
      )
    }
    if (request.values) return declareFrom(request, plans, request.values)
    if (request.words === '') {
      const form = declarationForm(plans, {})
      return askFor(
        request,
        form,
        'Say what has happened: `/dr declare [drill] [PLAN] [SCENARIO] [SEVERITY] [what is seen]`.',
      )
    }
    const said = recogniseDeclaration(plans, request.words, Object.keys(MARKERS))
    if (said.unknown) {
      return refuse(
        unknownText(
          said.unknown,
          plans.filter(({ id }) => id === (said.plan ?? id)),
        ),
      )
    }
    const given = givenBy(said)
    if (given.plan === undefined) {
      const choices = plans.map((plan) => `\`/dr declare ${plan.id} …\``)
      return askFor(request, declarationForm(plans, given), `Which plan? Say ${inWords(choices, 'or')}.`)
    }
    return declareFrom(request, plans, given)
  },
}

/** Words that say how to declare; only in front of what is seen, so that "this is not a drill" stays a disaster. */
const MARKERS: Record<string, keyof Given> = { drill: 'drill', '--drill': 'drill', separate: 'separate' }

/** What was recognised, under the names of the form's fields. */
function givenBy({ plan, scenario, severity, markers = [], rest }: Recognised): Given {
  return {
    ...Object.fromEntries(markers.flatMap((marker) => (MARKERS[marker] ? [[MARKERS[marker], 'yes']] : []))),
    ...(plan === undefined ? {} : { plan }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(severity === undefined ? {} : { severity }),
    ...(rest === '' ? {} : { seen: rest }),
  }
}

/** Taken for what is seen, a slip in front would open the incident as the worst that the plan knows. */
function unknownText({ kind, word, near }: Unknown, plans: readonly Plan[]): string {
  const known = plans.flatMap((plan): [string, string[]][] =>
    kind === 'scenario'
      ? Object.entries(plan.scenarios).map(([id, { aliases }]) => [id, aliases])
      : plan.severities.map(({ id, aliases }) => [id, aliases]),
  )
  const choices = known.map(([id, aliases]) => (aliases.length > 0 ? `${id} (${aliases.join(', ')})` : id))
  const where = inWords(
    plans.map(({ system }) => system.name),
    'or',
  )
  const say = near === undefined ? `choose ${inWords([...new Set(choices)], 'or')}` : `say "${near}"`
  return `There is no ${kind} "${word}" in ${where}: ${say}, or put it in quotes if it is what you see.`
}

async function declareFrom(request: Request, plans: readonly Plan[], given: Given): Promise<Reply> {
  const only = plans.length === 1 ? plans[0] : undefined
  const plan = plans.find((one) => one.id === given.plan) ?? (given.plan ? undefined : only)
  if (plan === undefined) {
    return refuseField(
      request,
      'plan',
      `Choose one of the plans ${inWords(
        plans.map((one) => one.id),
        'or',
      )}.`,
    )
  }
  const scenario = given.scenario ? scenarioByName(plan, given.scenario) : null
  if (scenario === undefined) {
    const known = inWords(Object.keys(plan.scenarios), 'or')
    return refuseField(
      request,
      'scenario',
      `${plan.system.name} has no scenario "${given.scenario}": choose ${known}, or none.`,
    )
  }
  const severity = given.severity ? severityByName(plan, given.severity) : defaultSeverity(plan, scenario)
  if (severity === undefined) {
    const known = inWords(
      plan.severities.map((one) => one.id),
      'or',
    )
    return refuseField(request, 'severity', `${plan.system.name} has no severity "${given.severity}": choose ${known}.`)
  }
  const since = given.since ? readMoment(given.since, request.atMs, 'past') : undefined
  if (since && !since.ok) return refuseField(request, 'since', since.why)
  if (since && since.atMs > request.atMs)
    return refuseField(request, 'since', 'The outage cannot have begun in the future.')
  const components = (given.components ?? '').split(',').flatMap((one) => one.trim() || [])
  const unknown = components.find((one) => !own(plan.components, one))
  if (unknown !== undefined) {
    return refuseField(
      request,
      'components',
      `${plan.system.name} has no component "${unknown}": choose ${inWords(Object.keys(plan.components), 'or')}.`,
    )
  }
  return open(request, plan, {
    planId: plan.id,
    scenario,
    severity,
    mode: isChecked(given.drill) ? 'drill' : 'real',
    seen: given.seen ?? '',
    outageStartMs: since ? since.atMs : null,
    components: components.length > 0 || scenario === null ? components : (plan.scenarios[scenario]?.components ?? []),
    separate: isChecked(given.separate),
  })
}

async function open(
  request: Request,
  plan: Plan,
  declaration: Parameters<Request['services']['declare']>[0],
): Promise<Reply> {
  const { services, by, atMs, key } = request
  const asked = await services.declare(declaration, { by, atMs, key })
  if (!asked.ok) return refuse(asked.why)
  const { view } = asked
  const held = heldLine(await services.system(), atMs)
  const text = asked.joined
    ? joined(view, atMs, held, await worse(services, view, declaration.severity))
    : lines(opened(view, atMs, held), expectedOutageLine(plan, declaration.scenario))
  return answer(text, { incident: view.id, data: { view } })
}

/** The severity that was declared, if it is worse than the one of the incident that the declaration has joined. */
async function worse({ state }: Request['services'], view: View, declared: string) {
  const severities = (await state(view.id))?.plan.severities ?? []
  return severities.find(({ id, rank }) => id === declared && rank < view.severity.rank)
}

function opened(view: View, nowMs: number, held: string | undefined): string {
  const calling = beingPaged(view)
  return lines(
    `*${view.id} is open*: ${headline(view)}.`,
    held,
    channelLine(view) || (held === undefined && beingOpened(view)),
    calling !== '' && `Being paged: ${calling}`,
    view.ladder.levels.length === 0 && 'The plan has no ladder for this: `/dr page @who` pages somebody.',
    nextLines(view, nowMs),
    rtoLine(view, nowMs),
  )
}

/** Nobody is paged where the plan has no ladder for it, and the answer says that. */
const beingOpened = ({ ladder }: View): string =>
  ladder.levels.length === 0
    ? 'The channel is being opened.'
    : 'The channel is being opened; people are paged all the same.'

function joined(
  view: View,
  nowMs: number,
  held: string | undefined,
  worse: { id: string; label: string } | undefined,
): string {
  return lines(
    `*Already open as ${view.id}*: ${headline(view)}. You have joined it.`,
    held,
    worse &&
      `It runs as *${view.severity.label}*, you declared *${worse.label}*: \`/dr severity ${view.id} ${worse.id}\` raises it.`,
    channelLine(view),
    rtoLine(view, nowMs),
    'Something else? `/dr declare separate …` opens a second one.',
  )
}
