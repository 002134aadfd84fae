/**
 * The clocks that laws set: what the plan's `compliance` wants to be told within a time. They run for days beside a recovery of hours, so the situation names
 * them by themselves, where what is owed next would hide them.
 */
import { questionTaskId } from '../../src/incident/communication/tasks.ts'
import type { View } from '../../src/incident/view-shape.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { bullets, lines } from './lists.ts'
import { moment, roughly } from './times.ts'

/** Undefined: none runs, and nobody has to be asked whether one does. */
export function regulatorLines(plan: Plan, view: View, nowMs: number): string | undefined {
  // An older plan in the journal may be without.
  const demands = Object.values(plan.compliance ?? {}).flatMap(({ standard, demands: all }) =>
    all.flatMap(({ notifyWithin, notice }) => (notifyWithin === undefined || !notice ? [] : [{ standard, notice }])),
  )
  const byNotice = Map.groupBy(demands, ({ notice }) => notice)
  const told = [...byNotice].flatMap(([notice, of]) => {
    const standards = [...new Set(of.map(({ standard }) => standard))].join(', ')
    return clockLine(plan, view, notice, nowMs)?.replace('§', standards) ?? []
  })
  return told.length === 0 ? undefined : lines('*By law:*', bullets(told))
}

function clockLine(plan: Plan, view: View, id: string, nowMs: number): string | undefined {
  const first = view.notices.filter(({ notice, moment: which }) => notice === id && which === 'initial')
  const sent = first.find(({ state, sentMs }) => state === 'sent' && sentMs !== undefined)
  if (sent?.sentMs !== undefined)
    return `${sent.audience} (§): told ${moment(sent.sentMs, nowMs)}${sent.late ? ', *late*' : ''}`
  const owed = first.find(({ deadlineMs, state }) => deadlineMs !== undefined && state !== 'overtaken')
  if (owed?.deadlineMs !== undefined) {
    const left = owed.deadlineMs - nowMs
    if (left < 0) return `${owed.audience} (§): *late by ${roughly(-left)}*, \`/dr comms\` says why`
    return `${owed.audience} (§): to be told until ${moment(owed.deadlineMs, nowMs)}`
  }
  const from = plan.notices.find((notice) => notice.id === id)?.from
  const asked = view.tasks.find(
    (task) => task.kind === 'question' && task.state === 'open' && task.id === questionTaskId(from ?? ''),
  )
  const audience = plan.audiences[plan.notices.find((notice) => notice.id === id)?.audience ?? '']?.label ?? id
  return (
    asked &&
    `${audience} (§): the clock begins with the answer to “${asked.title}”: \`/dr comms yes ${from}\` or \`no\``
  )
}
