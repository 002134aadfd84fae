/**
 * Steps: buttons are pressed, manual work is begun and ended, decisions taken, values given, failures looked at and tried again. Whoever answers for a step does
 * it, and is called over when they are not there yet; one person does one thing at a time.
 */
import { isForGood, waysRound } from '../../incident/recovery/failures.ts'
import { procedureNow } from '../../incident/recovery/procedure-now.ts'
import { type Standing, standings } from '../../incident/recovery/standing.ts'
import { factsOf } from '../../incident/recovery/state.ts'
import type { IncidentState } from '../../incident/state.ts'
import { privately } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import { LOOK, PRESS, TRIES_MAX } from '../assumptions.ts'
import { placeholder } from '../world/placeholder.ts'
import { failsNow, stepTakesMs } from '../world/step-runs.ts'
import { answerMs, type Cast, isAway, leaderOf, pace, present, presentSince } from './cast.ts'
import type { Wish } from './wish.ts'

interface Scene {
  cast: Cast
  state: IncidentState
  /** People with manual work in hand, or about to begin some. */
  busy: Set<string>
}

export function steppingWishes(cast: Cast, state: IncidentState): Wish[] {
  if (state.phase !== 'open') return []
  const { steps } = procedureNow(cast.plan, state)
  const all = standings(cast.plan, state)
  const ticked = cast.channel ? [] : steps.flatMap((step) => ticksChannel(cast, step, all.get(step.id)))
  if (cast.nobody || present(cast, state).length === 0) return ticked
  const workers = steps.flatMap(({ id }) => workerOf(state, all.get(id), id) ?? [])
  const scene: Scene = { cast, state, busy: new Set(workers) }
  return steps.reduce<Wish[]>((wishes, step) => {
    const standing = all.get(step.id)
    if (standing) wishes.push(...wishesOf(scene, step, standing))
    return wishes
  }, ticked)
}

/** Where the channel is left out, what its opening ticks is ticked in its place. */
function ticksChannel({ plan }: Cast, step: PlanStep, standing: Standing | undefined): Wish[] {
  if (step.tickedBy !== 'channel-opened' || standing?.status !== 'ready') return []
  const person = Object.keys(plan.people)[0] ?? ''
  const command: Wish['command'] = { type: 'end-step', step: step.id, ok: true }
  return [{ id: `tick/${step.id}`, dueMs: standing.sinceMs, person, command, byItself: true }]
}

const workerOf = ({ recovery }: IncidentState, standing: Standing | undefined, id: string): string | undefined =>
  standing?.status === 'running' ? factsOf(recovery, id).started?.by.person : undefined

function wishesOf(scene: Scene, step: PlanStep, standing: Standing): Wish[] {
  switch (standing.status) {
    case 'ready':
      return readyWishes(scene, step, standing)
    case 'running':
      return endsManual(scene, step)
    case 'waiting':
      return givesValues(scene, step, standing)
    case 'failed':
      return standing.settled ? [] : afterFailure(scene, step, standing)
    case 'unknown':
      return [settles(scene, step, standing)].flatMap((wish) => wish ?? [])
    default:
      return []
  }
}

/** Ticked by the incident itself, at the latest when the service is back; nobody does it by hand. A channel may never open. */
const TICKED: ReadonlySet<unknown> = new Set(['declared', 'acknowledged', 'monitoring'])

function readyWishes(scene: Scene, step: PlanStep, standing: Standing): Wish[] {
  if (TICKED.has(step.tickedBy) || (step.tickedBy === 'channel-opened' && !scene.cast.channel)) return []
  if (step.do) return startsRun(scene, step, standing)
  const taken = takes(scene, step, standing.sinceMs)
  if (!taken) return []
  const { person, sinceMs } = taken
  if (step.decide) {
    const took = stepTakesMs(scene.cast, step, 1, sinceMs)
    return [
      { id: `choose/${step.id}/${standing.sinceMs}`, dueMs: sinceMs + took, person, command: chooses(scene, step) },
    ]
  }
  scene.busy.add(person)
  const dueMs = sinceMs + pace(scene.cast, person, sinceMs, PRESS, 'begin', step.id)
  // A check is ready anew when something has changed since it was made.
  const id = `begin/${step.id}/${standing.sinceMs}`
  return [{ id, dueMs, person, command: { type: 'start-step', step: step.id } }]
}

const chooses = ({ cast }: Scene, step: PlanStep): Wish['command'] => ({
  type: 'choose-option',
  step: step.id,
  option: cast.choose[step.id] ?? step.decide?.options[0]?.id ?? '',
})

/** What the plan starts by itself, or asks approvals for, needs nobody; what lapsed or was turned down does. */
function startsRun(scene: Scene, step: PlanStep, { sinceMs, run }: Standing): Wish[] {
  if (run?.state === 'requested') return []
  const begins = step.start !== 'manual' || step.approval !== null
  const n = factsOf(scene.state.recovery, step.id).runs.do
  if (begins && n === 0) return []
  const taken = takes(scene, step, sinceMs, { alsoBusy: true })
  if (!taken) return []
  const dueMs = taken.sinceMs + pace(scene.cast, taken.person, taken.sinceMs, PRESS, 'press', step.id, String(n))
  return [{ id: `press/${step.id}/${n}`, dueMs, person: taken.person, command: { type: 'start-step', step: step.id } }]
}

/** Who does it, and from when on: whoever answers for it, else whoever is there. Nobody: all are busy. */
function takes(
  { cast, state, busy }: Scene,
  step: PlanStep,
  sinceMs: number,
  { alsoBusy = false } = {},
): { person: string; sinceMs: number } | undefined {
  const assigned = step.owner === undefined ? undefined : state.roles[step.owner]?.person
  const byPlan = step.owner === undefined ? [] : (cast.plan.roles[step.owner]?.holders ?? [])
  const owners = [...new Set([...(assigned === undefined ? [] : [assigned]), ...byPlan])]
  const here = present(cast, state)
  const nowMs = Math.max(sinceMs, presentSince(cast, state, here[0] ?? '') ?? sinceMs)
  const able = owners.filter((person) => here.includes(person) || !isAway(cast, person, nowMs))
  const ordered = [
    ...able.filter((person) => here.includes(person)),
    ...able.filter((person) => !here.includes(person)),
    ...here,
  ]
  const person = ordered.find((one) => alsoBusy || !busy.has(one))
  if (person === undefined) return undefined
  const hereMs = presentSince(cast, state, person)
  // Called over by those who are there.
  const comesMs = hereMs ?? nowMs + answerMs(cast, state, person, nowMs, 'called', step.id)
  return { person, sinceMs: Math.max(nowMs, comesMs, alsoBusy ? 0 : freeSince(state, person)) }
}

const freeSince = ({ recovery }: IncidentState, person: string): number =>
  Math.max(0, ...Object.values(recovery.steps).map(({ ended }) => (ended?.by.person === person ? ended.atMs : 0)))

function endsManual({ cast, state }: Scene, step: PlanStep): Wish[] {
  const { started } = factsOf(state.recovery, step.id)
  if (!started?.by.person || step.openEnded) return []
  const { atMs } = started
  const dueMs = atMs + stepTakesMs(cast, step, 1, atMs)
  const nth = (cast.failures.get(step.id) ?? 0) + 1
  const ok = !failsNow(cast, step.id, nth, atMs)
  const command: Wish['command'] = { type: 'end-step', step: step.id, ok }
  return [{ id: `end/${step.id}/${atMs}`, dueMs, person: started.by.person, command }]
}

function givesValues(scene: Scene, step: PlanStep, { blockedBy, sinceMs }: Standing): Wish[] {
  const { cast, state } = scene
  if (blockedBy.length === 0 || blockedBy.some(({ kind }) => kind !== 'value')) return []
  const all = standings(cast.plan, state)
  const readyMs = Math.max(sinceMs, ...step.needs.map((need) => all.get(need)?.sinceMs ?? 0))
  const taken = takes(scene, step, readyMs, { alsoBusy: true })
  if (!taken) return []
  return blockedBy.flatMap(({ id: name }): Wish[] => {
    const spec = cast.plan.values[name]
    const text = cast.values[name] ?? (spec && placeholder(spec))
    if (text === undefined) return []
    const dueMs = taken.sinceMs + answerMs(cast, state, taken.person, taken.sinceMs, 'value', name)
    return [
      {
        id: `value/${name}`,
        dueMs,
        person: taken.person,
        command: { type: 'give-value', name, text: privately(text) },
      },
    ]
  })
}

/** A way round that is offered; else once more; else without it, which whoever leads says. */
function afterFailure(scene: Scene, step: PlanStep, { sinceMs }: Standing): Wish[] {
  const { cast, state } = scene
  if (!isForGood(state, step)) return []
  const leader = leaderOf(cast, state)
  const taken = takes(scene, step, sinceMs, { alsoBusy: true })
  if (!taken || leader === undefined) return []
  const offered = waysRound(state, step)
  const dueMs = sinceMs + pace(cast, taken.person, sinceMs, LOOK, 'look', step.id, String(sinceMs - cast.declaredMs))
  const wanted = cast.choose[step.id] ?? offered[0]
  const id = `after-failure/${step.id}/${sinceMs}`
  if (wanted !== undefined && offered.includes(wanted) && factsOf(state.recovery, step.id).branch === undefined)
    return [{ id, dueMs, person: taken.person, command: { type: 'choose-option', step: step.id, option: wanted } }]
  const way = wayTaken(scene, step)
  if (way !== undefined) return way === 'left-out' ? goesWithout(step, leader, dueMs, id) : []
  const tried = step.do ? factsOf(state.recovery, step.id).runs.do : (cast.failures.get(step.id) ?? 1)
  if (tried >= TRIES_MAX + step.onFailure.retry) return goesWithout(step, leader, dueMs, id)
  return [{ id, dueMs, person: taken.person, command: { type: 'start-step', step: step.id } }]
}

/** How the way round a failure stands, where one has been taken: people are at it, or it was left out as well. */
function wayTaken({ cast, state }: Scene, step: PlanStep): 'going-on' | 'left-out' | undefined {
  const { branch } = factsOf(state.recovery, step.id)
  const way = [...(branch === undefined ? [] : [branch]), ...step.onFailure.goto]
  if (way.length === 0) return undefined
  const all = standings(cast.plan, state)
  return way.some((id) => all.get(id)?.status === 'skipped') ? 'left-out' : 'going-on'
}

const goesWithout = (step: PlanStep, person: string, dueMs: number, id: string): Wish[] => [
  {
    id: `${id}/without`,
    dueMs,
    person,
    command: { type: 'skip-step', step: step.id, reason: privately('It cannot be done now') },
  },
]

/** Somebody looks, and finds that it worked after all. */
function settles(scene: Scene, step: PlanStep, { sinceMs }: Standing): Wish | undefined {
  const taken = takes(scene, step, sinceMs, { alsoBusy: true })
  if (!taken) return undefined
  const dueMs = taken.sinceMs + pace(scene.cast, taken.person, taken.sinceMs, LOOK, 'settle', step.id)
  const command: Wish['command'] = {
    type: 'end-step',
    step: step.id,
    ok: true,
    note: privately('Looked: it has worked'),
  }
  return { id: `settle/${step.id}/${sinceMs}`, dueMs, person: taken.person, command }
}
