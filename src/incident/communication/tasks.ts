/**
 * What somebody is asked to do about what people are told: read and approve a message, do what only a person can (press, social media), answer a question of
 * the plan. Derived from the state, never stored.
 */
import { meansOf } from '../../plan/notice-means.ts'
import type { Notice, Plan, Question } from '../../plan/schema.ts'
import { holdersOf } from '../recovery/approval.ts'
import type { IncidentState } from '../state.ts'
import { noticesInForce } from './in-force.ts'
import { entriesOf, entriesOfNotice, isGoingOut, openingsWritten } from './indexed.ts'
import { comingOf, deadlineMs, needsApproval, sendMs } from './schedule.ts'
import { isOpening, type Message, messageKey } from './state.ts'

interface Common {
  /** `customers/initial/0` for a message, with `/hand` behind it for what is done by hand; `?breach` for a question. */
  id: string
  /** Since when it is asked, epoch ms. */
  sinceMs: number
  /** When it has to be done, epoch ms; null: no time. */
  untilMs: number | null
  /** Whoever holds this role is asked. */
  role: string
  /** `gone`: overtaken, or the incident is over. */
  state: 'open' | 'done' | 'gone'
}

export type Task =
  | (Common & { kind: 'approve'; notice: Notice; message: Message })
  | (Common & { kind: 'hand'; notice: Notice; message: Message })
  | (Common & { kind: 'question'; question: Question; name: string })

/** A card in the channel is brought up to date once it has been overtaken. */
const OPENINGS_SHOWN = 3

const known = new WeakMap<IncidentState, { plan: Plan; tasks: Task[] }>()

/** Every task that this incident has brought, the oldest first. Worked out once for each state: it is asked for again and again. */
export function tasksOf(plan: Plan, state: IncidentState): Task[] {
  const before = known.get(state)
  if (before?.plan === plan) return before.tasks
  const tasks = [...messageTasks(plan, state), ...questionTasks(plan, state)].toSorted((a, b) => a.sinceMs - b.sinceMs)
  known.set(state, { plan, tasks })
  return tasks
}

export const openTasks = (plan: Plan, state: IncidentState): Task[] =>
  tasksOf(plan, state).filter((task) => task.state === 'open')

/** The role for communication; while nobody holds it, the commander's (R36). */
export function communicationRole(plan: Plan, state: IncidentState): string {
  const role = plan.communication
  return role !== undefined && holdersNow(plan, state, role).length > 0 ? role : state.commanderRole
}

/** Who holds a role in this incident; while nobody was given it, everyone who holds it by the plan. */
export function holdersNow(plan: Plan, state: IncidentState, role: string): string[] {
  const here = state.roles[role]
  return here && !here.acting ? [here.person] : (plan.roles[role]?.holders ?? [])
}

/** People who may approve and change a message, do a task, answer a question: holders of its role, and whoever leads the incident. */
export const mayDo = (plan: Plan, state: IncidentState, role: string, person: string | undefined): boolean =>
  person !== undefined &&
  (state.roles[state.commanderRole]?.person === person || holdersOf(plan, state, [role]).includes(person))

function messageTasks(plan: Plan, state: IncidentState): Task[] {
  const asks = new Map(plan.notices.filter((notice) => asksSomebody(plan, notice)).map((notice) => [notice.id, notice]))
  if (asks.size === 0) return []
  return [...asks.values()].flatMap((notice) =>
    newestOf(state, notice).flatMap((message) => tasksFor(plan, state, notice, message)),
  )
}

/** What somebody can still be asked about, or has just been: the latest updates, and how it ended. */
function newestOf(state: IncidentState, { id }: Notice): Message[] {
  const { messages, review } = state.communication
  const endings = [
    { notice: id, moment: 'resolved', nth: state.endings } as const,
    { notice: id, moment: 'correction', nth: state.endings } as const,
    { notice: id, moment: 'review', nth: review?.n ?? 0 } as const,
  ].flatMap((ending) => messages[messageKey(ending)] ?? [])
  return [...openingsWritten(state, id).slice(-OPENINGS_SHOWN), ...endings]
}

function tasksFor(plan: Plan, state: IncidentState, notice: Notice, message: Message): Task[] {
  const lives = noticesInForce(plan, state).includes(notice) && isCurrent(plan, state, notice, message)
  const untilMs = deadlineMs(state, notice, message) ?? null
  const tasks: Task[] = []
  const base = { notice, message, sinceMs: message.draftedMs }
  if (needsApproval(notice, message.moment)) {
    const role = notice.approval?.by ?? communicationRole(plan, state)
    const acted = message.approved?.version === message.version || message.skipped !== undefined
    const began = isGoingOut(state, message)
    const standing = acted ? 'done' : lives && !began ? 'open' : 'gone'
    const goes = sendMs(state, notice, message)
    tasks.push({ ...base, kind: 'approve', id: messageKey(message), role, untilMs: goes ?? untilMs, state: standing })
  }
  const goesMs = sendMs(state, notice, message)
  if (goesMs !== null && meansOf(plan, notice).includes('manual') && isHandNeeded(state, message)) {
    const role = notice.owner ?? communicationRole(plan, state)
    const done = isDone(state, message)
    const standing = done ? 'done' : lives ? 'open' : 'gone'
    const id = `${messageKey(message)}/hand`
    tasks.push({ ...base, kind: 'hand', id, role, untilMs, state: standing, sinceMs: Math.max(base.sinceMs, goesMs) })
  }
  return tasks
}

const asksSomebody = (plan: Plan, notice: Notice): boolean =>
  notice.approval !== undefined || meansOf(plan, notice).includes('manual')

/** That it is over is told by hand only to those who were told by hand that something was wrong. */
const isHandNeeded = (state: IncidentState, message: Message): boolean =>
  isOpening(message.moment) || entriesOfNotice(state, message.notice).some((one) => one.means === 'manual')

const isDone = (state: IncidentState, message: Message): boolean =>
  entriesOf(state, message).some(({ means, sentMs }) => means === 'manual' && sentMs !== undefined)

/** It is still to come, and no later one has been written: of two drafts nobody has to know which is the newer. */
function isCurrent(plan: Plan, state: IncidentState, notice: Notice, message: Message): boolean {
  const key = messageKey(message)
  if (!comingOf(plan, state, notice).some((coming) => coming.key === key)) return false
  return !isOpening(message.moment) || !openingsWritten(state, notice.id).some(({ nth }) => nth > message.nth)
}

/** Also after the end, when a duty begins with the answer. */
export const isAnswerable = (plan: Plan, state: IncidentState, name: string): boolean =>
  state.phase === 'open' || (state.phase === 'resolved' && plan.notices.some(({ from }) => from === name))

export const questionTaskId = (name: string): string => `?${name}`

function questionTasks(plan: Plan, state: IncidentState): Task[] {
  return Object.entries(plan.questions).flatMap(([name, question]): Task[] => {
    const answered = state.communication.answers[name] !== undefined
    if (!answered && !isAsked(state, question)) return []
    const role = question.by ?? communicationRole(plan, state)
    const untilMs = state.declaredMs + question.within
    const standing = answered ? 'done' : isAnswerable(plan, state, name) ? 'open' : 'gone'
    // A change of the scenario brings its own questions, then.
    const sinceMs = Math.max(state.declaredMs + question.after, answered ? 0 : state.communication.changedMs)
    return [{ kind: 'question', id: questionTaskId(name), name, question, role, sinceMs, untilMs, state: standing }]
  })
}

const isAsked = (state: IncidentState, { severities, scenarios }: Question): boolean =>
  state.mode === 'real' &&
  (severities?.includes(state.severity) ?? true) &&
  (scenarios === undefined || (state.scenario !== null && scenarios.includes(state.scenario)))
