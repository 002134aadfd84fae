/** `/dr drill`: which drills the plan has and when each is due; and starts one. */

import { inWords } from '../src/plan/in-words.ts'
import { nearest } from '../src/plan/nearest.ts'
import { defaultSeverity } from '../src/plan/policy-for.ts'
import type { Plan } from '../src/plan/schema.ts'
import { type DrillStanding, drillStanding, practised, scenariosOf } from '../src/readiness/drills/standing.ts'
import { answer, refuse } from './asking/answers.ts'
import { onePlan } from './asking/plans.ts'
import { afterFirst } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { DRILL_RECORD_WORDS } from './drill-report.ts'
import { drillLine } from './wording/drills.ts'
import { bullets, lines } from './wording/lists.ts'

export const drill: DrCommand = {
  name: 'drill',
  aliases: ['drills'],
  usage:
    'drill [PLAN] | drill start [PLAN] DRILL [SCENARIO] | drill report [[PLAN] DRILL | INCIDENT] | drill sign [NUMBER text]',
  summary: 'The drills of a plan and when each is due; start one, see what it showed, sign its record',
  async run(request) {
    const words = request.words.trim().split(/\s+/).filter(Boolean)
    if (words[0] === 'start') return start(request, words.slice(1))
    const ofRecord = DRILL_RECORD_WORDS.get(words[0] ?? '')
    if (ofRecord) return ofRecord(request, afterFirst(request.words))
    const rest = words[0] === 'list' ? words.slice(1) : words
    return list(request, rest.join(' '))
  },
}

/** Slack takes so many buttons in a row. */
const BUTTONS_MAX = 5
const SHOWN_MAX = 30

async function list(request: Request, words: string): Promise<Reply> {
  const { services, atMs } = request
  const found = await onePlan(request, 'drill', words)
  if (!found.ok) return refuse(found.why)
  const { plan } = found
  const all = Object.entries(plan.drills)
  if (all.length === 0)
    return answer(
      `The plan of ${plan.system.name} has no drills. \`/dr declare drill ${plan.id}\` holds one all the same.`,
      {
        data: [],
      },
    )
  const proofs = await services.proofs(plan.id)
  const known = all.map(([id, one]) => ({ id, drill: one, standing: drillStanding(plan, id, proofs, atMs) }))
  const soonest = known.toSorted((a, b) => dueMs(a.standing) - dueMs(b.standing))
  return answer(
    lines(
      `*Drills of ${plan.system.name}*`,
      bullets(
        soonest.map(({ id, standing }) => drillLine(plan, id, standing, atMs)),
        SHOWN_MAX,
      ),
      '`/dr drill start DRILL` starts one: everything is marked as a drill, and nobody outside hears of it.',
    ),
    {
      data: soonest.map(({ id, standing }) => ({ drill: id, ...standing })),
      buttons: soonest
        .filter(({ drill: one, standing }) => practised(one, standing).length > 0)
        .slice(0, BUTTONS_MAX)
        .map(({ id, drill: one }) => ({
          command: 'drill',
          label: `Start: ${one.label}`,
          value: `start ${plan.id} ${id}`,
        })),
    },
  )
}

/** What is overdue comes first, what is due at no moment last. */
const dueMs = ({ overdueSinceMs, next }: DrillStanding): number =>
  overdueSinceMs ?? next?.startMs ?? next?.untilMs ?? Number.POSITIVE_INFINITY

async function start(request: Request, words: readonly string[]): Promise<Reply> {
  const { services, by, atMs, key } = request
  const plans = Object.values(await services.plans())
  const named = plans.find(({ id }) => id === words[0])
  const [name = '', scenario = ''] = named ? words.slice(1) : words
  const having = (named ? [named] : plans).filter(({ drills }) => drills[name])
  const [plan] = having
  if (!plan) return refuse(noSuchDrill(named ? [named] : plans, name))
  if (having.length > 1) {
    const choices = having.map(({ id }) => `\`/dr drill start ${id} ${name}\``)
    return refuse(`More than one plan has a drill "${name}": say ${inWords(choices, 'or')}.`)
  }
  const chosen = await scenarioOf(request, plan, name, scenario)
  if (!chosen.ok) return refuse(chosen.why)
  const declaration = {
    ...{ planId: plan.id, scenario: chosen.scenario, severity: defaultSeverity(plan, chosen.scenario) },
    ...{ mode: 'drill' as const, drill: name, seen: plan.drills[name]!.label, outageStartMs: null },
    ...{ components: plan.scenarios[chosen.scenario]?.components ?? [], separate: false },
  }
  const asked = await services.declare(declaration, { by, atMs, key })
  if (!asked.ok) return refuse(asked.why)
  const { before } = plan.drills[name]!.checklist
  return answer(
    lines(
      `*The drill has begun: ${asked.view.id}*, ${plan.drills[name]!.label}, ${plan.scenarios[chosen.scenario]!.title}.`,
      before.length > 0 && `Before it, as the plan has it:\n${bullets(before, SHOWN_MAX)}`,
    ),
    { incident: asked.view.id, data: { view: asked.view } },
  )
}

async function scenarioOf(
  { services, atMs }: Request,
  plan: Plan,
  name: string,
  wanted: string,
): Promise<{ ok: true; scenario: string } | { ok: false; why: string }> {
  const one = plan.drills[name]!
  const known = scenariosOf(one).filter((id) => plan.scenarios[id])
  if (known.length === 0)
    return {
      ok: false,
      why: `"${one.label}" practises no scenario: hold it by its list, and write the day as "last" into the plan.`,
    }
  if (wanted !== '') {
    if (known.includes(wanted)) return { ok: true, scenario: wanted }
    return { ok: false, why: `"${one.label}" does not practise "${wanted}": it has ${inWords(known, 'or')}.` }
  }
  const now = practised(one, drillStanding(plan, name, await services.proofs(plan.id), atMs))
  if (now.length === 1) return { ok: true, scenario: now[0]! }
  const choices = now.map((id) => `\`/dr drill start ${plan.id} ${name} ${id}\``)
  return { ok: false, why: `Which scenario? Say ${inWords(choices, 'or')}.` }
}

function noSuchDrill(plans: readonly Plan[], name: string): string {
  const known = [...new Set(plans.flatMap(({ drills }) => Object.keys(drills)))]
  if (known.length === 0) return 'No plan in force has a drill: write them under "drills".'
  const near = nearest(name, known)
  const say = near === undefined ? `there are ${inWords(known)}` : `did you mean \`/dr drill start ${near}\`?`
  return name === ''
    ? `Say which: \`/dr drill start DRILL\`; ${say}.`
    : `There is no drill "${name}": ${say}${say.endsWith('?') ? '' : '.'}`
}
