/** `/dr drill`: which drills the plan has and when each is due; starts, skips and moves them. */

import { inWords } from '../src/plan/in-words.ts'
import { defaultSeverity } from '../src/plan/policy-for.ts'
import type { Plan } from '../src/plan/schema.ts'
import { trackOf } from '../src/readiness/drills/live-occasions.ts'
import { type DrillStanding, drillStanding, practised, scenariosOf } from '../src/readiness/drills/standing.ts'
import { answer, refuse } from './asking/answers.ts'
import { whichDrill, whyNoDrillNow } from './asking/drills.ts'
import { onePlan } from './asking/plans.ts'
import { afterFirst } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { done, move, skip } from './drill-changes.ts'
import { DRILL_RECORD_WORDS } from './drill-report.ts'
import { drillLine } from './wording/drills.ts'
import { bullets, lines } from './wording/lists.ts'

export const drill: DrCommand = {
  name: 'drill',
  aliases: ['drills'],
  usage:
    'drill [PLAN] | start [PLAN] DRILL [SCENARIO] | skip [PLAN] DRILL REASON | move [PLAN] DRILL TIME | done [PLAN] DRILL [DAY] [NOTE] | report [[PLAN] DRILL | INCIDENT] | sign [NUMBER TEXT] | restored',
  summary: 'The drills of a plan and when each is due; start, skip or move one, see what it showed, sign its record',
  async run(request) {
    const [doing = '', ...words] = request.words.trim().split(/\s+/).filter(Boolean)
    const rest = words.join(' ')
    if (doing === 'start') return start(request, rest)
    if (doing === 'skip' || request.values?.skip !== undefined) return skip(request, rest)
    if (doing === 'move') return move(request, rest)
    if (doing === 'done') return done(request, rest)
    const ofRecord = DRILL_RECORD_WORDS.get(doing)
    if (ofRecord) return ofRecord(request, afterFirst(request.words))
    return list(request, doing === 'list' ? rest : request.words.trim())
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
  const watch = (await services.watch(plan.id))?.state
  const known = all.map(([id, one]) => ({
    ...{ id, drill: one },
    standing: drillStanding(plan, id, proofs, atMs, watch && trackOf(watch, id)),
  }))
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

async function start(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key } = request
  const found = await whichDrill(request, 'start', words)
  if (!found.ok) return refuse(found.why)
  const { plan, drill: name, occasion, rest: scenario } = found
  const earnest = await whyNoDrillNow(services, plan.id)
  if (earnest !== undefined) return refuse(earnest)
  const chosen = await scenarioOf(request, plan, name, { scenario, occasion })
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
  { scenario: wanted, occasion }: { scenario: string; occasion?: string | undefined },
): Promise<{ ok: true; scenario: string } | { ok: false; why: string }> {
  const one = plan.drills[name]!
  const known = scenariosOf(one).filter((id) => plan.scenarios[id])
  if (known.length === 0)
    return {
      ok: false,
      why: `"${one.label}" practises no scenario: hold it by its list, then say \`/dr drill done ${plan.id} ${name}\`.`,
    }
  if (wanted !== '') {
    if (known.includes(wanted)) return { ok: true, scenario: wanted }
    return { ok: false, why: `"${one.label}" does not practise "${wanted}": it has ${inWords(known, 'or')}.` }
  }
  const watch = (await services.watch(plan.id))?.state
  const standing = drillStanding(plan, name, await services.proofs(plan.id), atMs, watch && trackOf(watch, name))
  if (occasion !== undefined && standing.next?.name !== occasion)
    return {
      ok: false,
      why: `The one of ${occasion} is over: \`/dr drill start ${plan.id} ${name}\` starts that of ${standing.next?.name ?? 'no day'}.`,
    }
  const now = practised(one, standing)
  if (now.length === 1) return { ok: true, scenario: now[0]! }
  const choices = now.map((id) => `\`/dr drill start ${plan.id} ${name} ${id}\``)
  return { ok: false, why: `Which scenario? Say ${inWords(choices, 'or')}.` }
}
