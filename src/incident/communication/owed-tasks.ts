/** Whoever has to act about what people are told is asked, louder as time runs out, and the channel shows what is asked. */
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import { holdersNow, openTasks, type Task, tasksOf } from './tasks.ts'

type Owed = Obligation<Effect>[]

/** A task's message in the channel changes at most this often. */
const SHOW_PAUSE_MS = 1_000
/** Less time than this is no time for a second call. */
const SECOND_CALL_MIN_MS = 4 * 60_000
/** What has no time is asked for again after so long, once. */
const NO_TIME_AGAIN_MS = 30 * 60_000

/** Asked at once by one means, and again half-way by Slack and text message together; a question then also to whoever leads the incident. */
export function askingOwed(plan: Plan, state: IncidentState): Owed {
  return openTasks(plan, state).flatMap((task) => {
    const holders = holdersNow(plan, state, task.role)
    const leader = state.roles[state.commanderRole]?.person
    const leaders = leader !== undefined && plan.people[leader] ? [leader] : []
    const first = holders.length > 0 ? holders : leaders
    const againMs = secondCallMs(task)
    const second = task.kind === 'question' ? [...new Set([...first, ...leaders])] : first
    return [
      ...first.flatMap((person) => ask(state, task, person, 0, task.sinceMs)),
      ...(againMs === null ? [] : second.flatMap((person) => ask(state, task, person, 1, againMs))),
    ]
  })
}

function secondCallMs({ sinceMs, untilMs }: Task): number | null {
  if (untilMs === null) return sinceMs + NO_TIME_AGAIN_MS
  const left = untilMs - sinceMs
  return left < SECOND_CALL_MIN_MS ? null : sinceMs + Math.round(left / 2)
}

/** Under which a person is asked, at first or louder. */
export const askId = (task: Task, person: string, loud: 0 | 1): string =>
  `ask-task/${task.id}${draftOf(task)}/${loud}/${person}`

const ask = (state: IncidentState, task: Task, person: string, loud: 0 | 1, dueMs: number): Owed =>
  want(state, askId(task, person, loud), dueMs, {
    kind: 'ask-task',
    task: task.id,
    person,
    loud,
    key: shownKey(task),
  })

/** A draft that is written once more, after the incident has been opened again, is asked for anew. */
const draftOf = (task: Task): string => (task.kind === 'question' ? '' : `/${task.message.draftedMs}`)

/** Each task has one message in the channel, kept up to date. */
export function shownOwed(plan: Plan, state: IncidentState): Owed {
  if (!state.channel) return []
  return tasksOf(plan, state).flatMap((task) => {
    const shown = state.communication.shown[task.id]
    const key = shownKey(task)
    if (shown?.key === key || (!shown && task.state !== 'open')) return []
    const dueMs = shown ? Math.max(state.changed.atMs, shown.atMs + SHOW_PAUSE_MS) : task.sinceMs
    return want(state, `show-task/${task.id}`, dueMs, { kind: 'show-task', task: task.id, key })
  })
}

/** So do the direct messages that ask for it: a button that does nothing any more wakes nobody twice. */
export function askedOwed(plan: Plan, state: IncidentState): Owed {
  const { asked } = state.communication
  if (asked.length === 0) return []
  const tasks = new Map(tasksOf(plan, state).map((task) => [task.id, task]))
  return asked.flatMap(({ task: id, ref, channel, key: shown }) => {
    const task = tasks.get(id)
    const key = task ? shownKey(task) : OVER
    if (key === shown) return []
    const effect = { kind: 'update-ask', task: id, ref, channel, key } as const
    return want(state, `update-ask/${channel}/${ref}/${key}`, state.changed.atMs, effect)
  })
}

/** The task is long over. */
const OVER = 'over'

/** Changes with all that the message shows. */
function shownKey(task: Task): string {
  const version = task.kind === 'question' ? '' : `${task.message.version}`
  return `${task.state}/${version}/${task.untilMs ?? ''}`
}
