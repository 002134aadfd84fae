/** Promise 8: no more messages to one person in an hour than the plan allows, over all incidents and replicas; and nothing goes out while everything is held. */
import { SKEW_MAX_MS } from '../faults.ts'
import { type Checker, type Evidence, UNDER_WAY_MS } from './checker.ts'

const HOUR_MS = 3_600_000

export const pagesCapped: Checker = {
  name: 'pages-capped',
  promise: 'nobody gets more messages in an hour than the plan allows',
  check: ({ witness, plan }) => {
    // A message of which nobody knows whether it went out counts for nothing, as at the gate.
    const sent = witness.acts.filter(
      ({ effect, outcome }) => effect.kind === 'page' && outcome?.ok && outcome.detail?.sentWith === undefined,
    )
    const byPerson = Map.groupBy(sent, ({ effect }) => (effect.kind === 'page' ? effect.person : ''))
    return [...byPerson].flatMap(([person, acts]) => {
      const times = acts.map(({ atMs }) => atMs).toSorted((a, b) => a - b)
      const max = plan.pagesPerPersonAndHourMax
      const index = times.findIndex((atMs, at) => at >= max && atMs - times[at - max]! < HOUR_MS - 2 * SKEW_MAX_MS)
      return index < 0
        ? []
        : [{ atMs: times[index]!, message: `${person} gets ${max + 1} messages in an hour, of ${max}.` }]
    })
  },
}

export const heldStill: Checker = {
  name: 'held-still',
  promise: 'while everything outgoing is held, nothing is attempted and nothing goes out',
  check: (evidence) => [...attempted(evidence), ...acted(evidence)],
}

/** What was under way when the hold was committed may still arrive. */
const isHeld = ({ held }: Evidence, atMs: number) =>
  held.some(({ fromMs, toMs }) => atMs > fromMs + UNDER_WAY_MS && atMs < toMs)

const attempted = (evidence: Evidence) =>
  evidence.witness.commits
    .filter(({ atMs, events }) => isHeld(evidence, atMs) && events.some(({ type }) => type === 'attempted'))
    .map(({ atMs, stream, replica }) => ({
      atMs,
      message: `${replica} attempts something in ${stream} while everything is held.`,
    }))

const acted = (evidence: Evidence) =>
  evidence.witness.acts
    .filter(({ atMs }) => isHeld(evidence, atMs))
    .map(({ atMs, replica, stream, obligation }) => ({
      atMs,
      message: `${replica} carries ${obligation} of ${stream} out while everything is held.`,
    }))
