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

/** @param words begin with the task's name; with only one task of the kind, it can be left out before a link, a version or nothing. */
export function whichTask(view: View, kind: TaskView['kind'], words: string): FoundTask {
  const known = view.tasks.filter((task) => task.kind === kind)
  const open = known.filter(({ state }) => state === 'open')
  const [first = '', ...others] = words.trim().split(/\s+/)
  const named = known.filter((task) => namesOf(task).includes(first.toLowerCase()))
  // Of two that wait, the older one: that it is over comes before its review.
  const task = named.find(({ state }) => state === 'open') ?? named.at(-1)
  if (task) return { ok: true, task, ...shownVersion(others.join(' ')) }
  const [only] = open
  // Without a name; a name that fits nothing is no reason to take something else.
  if (only && open.length === 1 && (first === '' || /^(v\d+|<?https?:)/.test(first)))
    return { ok: true, task: only, ...shownVersion(words) }
  return { ok: false, why: unknownTask(first, kind, open) }
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

function unknownTask(first: string, kind: TaskView['kind'], open: TaskView[]): string {
  const noun = { approve: 'draft', hand: 'message to be told by hand', question: 'question' }[kind]
  if (open.length === 0) return `No ${noun} waits for anybody. \`/dr comms\` shows what is due and what is out.`
  const names = open.map((task) => task.message?.notice ?? questionName(task))
  if (first === '') return `Which ${noun}? ${inWords(names, 'or')}.`
  const near = nearest(first, names)
  return near === undefined
    ? `"${first}" is no ${noun} that waits: say ${inWords(names, 'or')}.`
    : `"${first}" is no ${noun} that waits. Did you mean ${near}?`
}
