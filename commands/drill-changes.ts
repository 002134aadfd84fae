/** `/dr drill skip` and `/dr drill move`: the occasion that is at hand is left out, with a reason, or begins at another moment. */
import { privately } from '../src/plan/actor.ts'
import type { Plan } from '../src/plan/schema.ts'
import { trackOf } from '../src/readiness/drills/live-occasions.ts'
import { drillStanding } from '../src/readiness/drills/standing.ts'
import type { WatchState } from '../src/readiness/watch/state.ts'
import { answer, refuse } from './asking/answers.ts'
import { type FoundDrill, whichDrill } from './asking/drills.ts'
import { readMoment } from './asking/moments.ts'
import type { Form, Reply, Request } from './command.ts'
import { moment } from './wording/times.ts'

type Found = Extract<FoundDrill, { ok: true }>

export async function skip(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key, values } = request
  const found = await whichDrill(request, 'skip', values?.skip ?? words)
  if (!found.ok) return refuse(found.why)
  const { plan, drill, occasion, rest } = found
  const reason = (values?.reason ?? rest).trim()
  if (reason === '' && request.canShowForm) return { ok: true, text: '', form: skipForm(found) }
  if (reason === '')
    return refuse(`Say why, for it counts against readiness: \`/dr drill skip ${plan.id} ${drill} REASON\`.`)
  const asked = await services.askWatch(
    plan.id,
    { type: 'skip-drill', atMs, by, drill, reason: privately(reason), ...(occasion !== undefined && { occasion }) },
    key,
  )
  if (!asked.ok) return refuse(asked.why)
  const next = drillStanding(plan, drill, asked.state.proofs, atMs, trackOf(asked.state, drill)).next
  const nextText = next?.startMs ? ` The next one is due ${moment(next.startMs, atMs)}.` : ''
  return answer(
    `*${plan.drills[drill]!.label} is skipped*${skippedDay(asked.state, drill)}: ${reason}. Its owner is told, and it counts as not held.${nextText}`,
  )
}

const drillValue = (plan: Plan, drill: string, occasion?: string): string =>
  [plan.id, drill, ...(occasion === undefined ? [] : [`@${occasion}`])].join(' ')

const skipForm = ({ plan, drill, occasion }: Found): Form => ({
  command: 'drill',
  title: 'Skip a drill',
  submit: 'Skip it',
  intro: 'It counts against the readiness of the system, and its owner is told why.',
  fields: [
    {
      ...{ param: 'skip', label: 'Drill', kind: 'select', initial: drillValue(plan, drill, occasion) },
      options: [
        { value: drillValue(plan, drill, occasion), label: `${plan.system.name}: ${plan.drills[drill]!.label}` },
      ],
    },
    { param: 'reason', label: 'Why', kind: 'multiline' },
  ],
})

export async function move(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key } = request
  const found = await whichDrill(request, 'move', words)
  if (!found.ok) return refuse(found.why)
  const { plan, drill, rest } = found
  const to = readMoment(rest.replace(/^to\s+/i, ''), atMs, 'future')
  if (rest.trim() === '' || !to.ok) {
    const why = rest.trim() === '' ? 'Say when it begins instead.' : to.ok ? '' : to.why
    return refuse(`${why} Such as \`/dr drill move ${plan.id} ${drill} 2026-12-12 10:00\`, in UTC.`)
  }
  const asked = await services.askWatch(plan.id, { type: 'move-drill', atMs, by, drill, startMs: to.atMs }, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(
    `*${plan.drills[drill]!.label} begins ${moment(to.atMs, atMs)}*. What is counted from its start moves with it; what is practised stays.`,
  )
}

/** A drill that goes by a list, or that was held where Muster does not reach. */
export async function done(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key } = request
  const found = await whichDrill(request, 'done', words)
  if (!found.ok) return refuse(found.why)
  const { plan, drill, rest } = found
  const dated = /^(\d{4}-\d{2}-\d{2})(?:\s+|$)/.exec(rest)
  const startedMs = dated ? Date.parse(`${dated[1]}T12:00:00Z`) : atMs
  if (Number.isNaN(startedMs)) return refuse(`"${dated?.[1]}" is no day: write it as 2026-12-05.`)
  const note = privately(dated ? rest.slice(dated[0].length) : rest)
  const asked = await services.askWatch(plan.id, { type: 'record-drill', atMs, by, drill, startedMs, note }, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(`Noted: *${plan.drills[drill]!.label}* was held ${dated ? `on ${dated[1]}` : 'today'}.`)
}

/** ` (the one of 2026-12-05)`. */
function skippedDay(state: WatchState, drill: string): string {
  const newest = Object.entries(trackOf(state, drill).skipped).toSorted(([, a], [, b]) => b.atMs - a.atMs)[0]
  return newest ? ` (the one of ${newest[0]})` : ''
}
