/**
 * Promise 3: nothing runs without the approvals that its step asks for, one approval never runs it twice, and what nobody knows the end of is not repeated by itself.
 * What ran is what arrived at the machine; approvals are counted anew from the journal's rows.
 */
import type { EventOf } from '../../../src/incident/events.ts'
import { procedureOf } from '../../../src/plan/procedure.ts'
import { ranTwice, ranUnapproved } from '../../../src/rehearsal/violations/approvals.ts'
import type { Checker, Evidence, Incident } from './checker.ts'

export const runsApproved: Checker = {
  name: 'runs-approved',
  promise: 'no action runs without the approvals that its step asks for',
  check: (evidence) =>
    evidence.incidents.flatMap((incident) => [
      ...ranUnapproved(incident.course).map(({ atMs, message }) => ({
        atMs,
        message: `${incident.stream}: ${message}`,
      })),
      ...unapproved(evidence, incident),
    ]),
}

function unapproved({ witness }: Evidence, { stream, events, plan, last }: Incident) {
  const approvalsOf = (run: string, digest: string, untilMs: number) => {
    const known = witness.commits.filter((commit) => commit.stream === stream && commit.atMs <= untilMs)
    const seqs = new Set(known.flatMap((commit) => commit.events.map(({ seq }) => seq)))
    return events
      .filter(({ seq }) => seqs.has(seq))
      .filter(
        (event): event is EventOf<'step-approved'> & { seq: number } =>
          event.type === 'step-approved' && event.run === run && event.digest === digest,
      )
  }
  return witness.runs
    .filter((run) => run.stream === stream)
    .flatMap(({ run, step, digest, atMs }) => {
      const asks = last.scenario ? procedureOf(plan, last.scenario).byId.get(step)?.approval : null
      const glass = events.some((event) => event.type === 'break-glass-used' && event.run === run)
      if (!asks || glass) return []
      const people = new Set(approvalsOf(run, digest, atMs).map(({ person }) => person))
      if (people.size >= asks.count) return []
      return [{ atMs, message: `${stream}: ${run} was begun with ${people.size} of ${asks.count} approvals.` }]
    })
}

export const runsOnce: Checker = {
  name: 'runs-once',
  promise: 'one approval never runs an action twice, and what is unknown is not repeated by itself',
  check: (evidence) =>
    evidence.incidents.flatMap((incident) => [
      ...ranTwice(incident.course).map(({ atMs, message }) => ({ atMs, message: `${incident.stream}: ${message}` })),
      ...begunTwice(evidence, incident),
      ...repeatedUnknown(incident),
    ]),
}

function begunTwice({ witness }: Evidence, { stream }: Incident) {
  const begun = new Set<string>()
  return witness.runs
    .filter((run) => run.stream === stream)
    .flatMap(({ run, atMs, replica }) => {
      const isAgain = begun.has(run)
      begun.add(run)
      return isAgain ? [{ atMs, message: `${stream}: ${run} was begun a second time, by ${replica}.` }] : []
    })
}

/** After a run was lost, its step is begun again only when a person has said something about it. */
function repeatedUnknown({ stream, events, plan, last }: Incident) {
  const unknown = new Map<string, string>()
  const steps = last.scenario ? procedureOf(plan, last.scenario).byId : new Map()
  return events.flatMap((event) => {
    if (event.type === 'attempt-lost' && event.effect.kind === 'run-step')
      unknown.set(event.effect.step, event.effect.run)
    const about = 'step' in event ? event.step : 'run' in event ? stepOf(event.run) : undefined
    if (about !== undefined && event.by.via !== 'system') unknown.delete(about)
    if (event.type === 'carried-out' && event.effect.kind === 'run-step') unknown.delete(event.effect.step)
    // Its worker says that it has not begun it, or how it ended: a late word, but now somebody knows.
    const isKnown = event.type === 'attempt-failed' || event.type === 'attempt-withdrawn'
    if (isKnown && event.effect.kind === 'run-step') unknown.delete(event.effect.step)
    if (event.type === 'scenario-set') unknown.clear()
    if (event.type !== 'attempted' || event.effect.kind !== 'run-step') return []
    const { step, run, variant } = event.effect
    if (!unknown.has(step) || variant !== 'do' || steps.get(step)?.repeatable) return []
    return [
      {
        atMs: event.atMs,
        message: `${stream}, row ${event.seq}: ${run} begins by itself although nobody knows how ${unknown.get(step)} ended.`,
      },
    ]
  })
}

const stepOf = (run: string): string => run.replace(/[#/].*$/, '')
