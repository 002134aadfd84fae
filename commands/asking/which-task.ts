/** Which message or question somebody means by `customers`, `customers/progress/2 v3` or `breach`: what a button carries, or what a person types. */

import type { TaskView } from '../../src/incident/communication/view-tasks.ts'
import type { View } from '../../src/incident/view-shape.ts'
import { inWords } from '../../src/plan/in-words.ts'
import { nearest } from '../../src/plan/nearest.ts'

export type FoundTask =
  | {
      ok: true
      task: TaskView
      /** Version that was shown, when the words say which. */
      version: number | undefined
      /** What follows the name. */
      rest: string
    }
  | { ok: false; why: string }

/** What somebody has been asked already: a question, and what is told by hand, can be known before their time. */
export const isWaiting = ({ state, sinceMs }: TaskView, nowMs: number): boolean => state === 'open' && sinceMs <= nowMs

/** @param words begin with the task's name; it can be left out before a link, a version or nothing, while only one of the kind waits. */
export function whichTask(view: View, kind: TaskView['kind'], words: string, nowMs: number): FoundTask {
  const known = view.tasks.filter((task) => task.kind === kind)
  const open = known.filter(({ state }) => state === 'open')
  const waiting = open.filter((task) => isWaiting(task, nowMs))
  const [first = '', ...others] = words.trim().split(/\s+/)
  const named = known.filter((task) => namesOf(task).includes(first.toLowerCase()))
  // Of two that wait, the older one: that it is over comes before its review.
  const task = named.find(({ state }) => state === 'open') ?? named.at(-1)
  if (task) return { ok: true, task, ...shownVersion(others.join(' ')) }
  const [only] = waiting
  // Without a name: nobody answers what they have not been shown. A name that fits nothing is no reason to take something else.
  if (only && waiting.length === 1 && (first === '' || /^(v\d+|<?https?:)/.test(first)))
    return { ok: true, task: only, ...shownVersion(words) }
  return { ok: false, why: unknownTask(first, kind, { open, waiting }) }
}

/** A question is also answered where nobody was asked. */
const questionName = (task: TaskView): string => task.id.replace(/^\?/, '')

function namesOf(task: TaskView): string[] {
  if (!task.message) return [questionName(task), task.id]
  const { notice, moment } = task.message
  const id = task.id.replace(/\/hand$/, '')
  return [id, notice, `${notice}/${moment}`, task.title.toLowerCase()]
}

function shownVersion(words: string): { version: number | undefined; rest: string } {
  const [, version, rest = ''] = /^(?:v(\d+)\b)?\s*([\s\S]*)$/.exec(words.trim()) ?? []
  return { version: version === undefined ? undefined : Number(version), rest: rest.trim() }
}

const NOUNS = { approve: 'draft', hand: 'message to be told by hand', question: 'question' }

function unknownTask(first: string, kind: TaskView['kind'], of: Record<'open' | 'waiting', TaskView[]>): string {
  const noun = NOUNS[kind]
  const open = of.open.map(shortName)
  const waiting = of.waiting.map(shortName)
  if (open.length === 0) return `No ${noun} waits for anybody. \`/dr comms\` shows what is due and what is out.`
  if (first === '' && waiting.length === 0)
    return `No ${noun} waits for anybody yet; before its time it needs its name: ${inWords(open, 'or')}.`
  if (first === '') return `Which ${noun}? ${inWords(waiting, 'or')}.`
  const near = nearest(first, open)
  return near === undefined
    ? `"${first}" is no ${noun} that waits: say ${inWords(open, 'or')}.`
    : `"${first}" is no ${noun} that waits. Did you mean ${near}?`
}

const shortName = (task: TaskView): string => task.message?.notice ?? questionName(task)
