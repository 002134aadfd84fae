/** The incident for people: the board, the console, the CLI and the review all show this and add only words and layout. */
import { reveal } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import { tasksView } from './communication/view-tasks.ts'
import { keptFromSlack } from './console/evolve-console.ts'
import { clockTime } from './decision.ts'
import { heading } from './heading.ts'
import { hasAcknowledged, levelQuiet, pageWanted } from './ladder.ts'
import { reportedFailed, worked } from './paging.ts'
import { actorView, personView } from './person-view.ts'
import { rtoClock } from './recovery/clocks.ts'
import { recoveryView } from './recovery/view-recovery.ts'
import type { Effort, IncidentState } from './state.ts'
import { actionsFor } from './view-actions.ts'
import { ladderView } from './view-ladder.ts'
import { noticesView } from './view-notices.ts'
import { effectLabel, owedView } from './view-owed.ts'
import { MEANS_LABELS, type View } from './view-shape.ts'

export function view(plan: Plan, state: IncidentState): View {
  const scenario = state.scenario ? plan.scenarios[state.scenario] : undefined
  return {
    ...heading(plan, state),
    components: state.components.map((id) => ({ id, label: plan.components[id]?.label ?? id })),
    outageStartMs: state.outageStartMs,
    endedMs: state.endedMs,
    mergedInto: state.mergedInto ?? null,
    etaMs: state.etaMs,
    rto: rtoClock(plan, state),
    rpoMs: scenario?.rpo ?? plan.objectives.rpo,
    resolving: state.resolving !== null,
    adriftSinceMs: state.adriftSinceMs,
    recovery: recoveryView(plan, state),
    slackAway: slackAway(state),
    roles: rolesView(plan, state),
    acknowledged: Object.entries(state.acknowledgements).map(([id, { atMs, by }]) => ({
      person: personView(plan, id),
      atMs,
      via: by.via,
    })),
    firstAcknowledgedMs: state.firstAcknowledgedMs,
    ladder: ladderView(plan, state),
    owed: owedView(plan, state),
    troubles: troublesView(plan, state),
    notices: noticesView(plan, state),
    tasks: tasksView(plan, state),
    updates: state.updates.map(({ atMs, by, status, text, notice, public: isPublic }) => ({
      atMs,
      by: actorView(plan, by),
      status,
      text: text ? reveal(text) : null,
      public: isPublic,
      ...(notice === undefined ? {} : { notice }),
    })),
    vendors: vendorsView(plan, state),
    notes: state.notes.map(({ atMs, by, text, decision }) => ({
      atMs,
      by: actorView(plan, by),
      text: reveal(text),
      decision,
    })),
    actions: actionsFor(plan, state),
  }
}

function slackAway({ console: { away, outages } }: IncidentState): View['slackAway'] {
  return away ? [...outages, { sinceMs: away.sinceMs, backMs: null }] : outages
}

/** The commander first, then the plan's order. */
function rolesView(plan: Plan, state: IncidentState): View['roles'] {
  const ids = [plan.commander, ...Object.keys(plan.roles).filter((id) => id !== plan.commander)]
  return ids.map((role) => {
    const holder = state.roles[role]
    const { label = role, duties = [] } = plan.roles[role] ?? {}
    return {
      role,
      label,
      duties,
      holder: holder ? personView(plan, holder.person) : null,
      acting: holder?.acting ?? false,
    }
  })
}

const vendorsView = (plan: Plan, state: IncidentState): View['vendors'] =>
  Object.entries(plan.vendors).map(([id, { label }]) => {
    const contacts = state.vendorContacts.filter((contact) => contact.vendor === id)
    return {
      id,
      label,
      contacts: contacts.map(({ atMs, by, reference }) => ({
        atMs,
        by: actorView(plan, by),
        reference: reveal(reference),
      })),
    }
  })

const TROUBLES_MAX = 10

/** Newest first. What has worked since is no trouble any more. */
function troublesView(plan: Plan, state: IncidentState): View['troubles'] {
  const { away } = state.console
  const waits = (effort: Effort) => away !== null && keptFromSlack(effort, away.sinceMs)
  const waiting = Object.values(state.efforts).filter(waits)
  const dead = state.troubles.filter(({ obligation }) => {
    const effort = obligation === undefined ? undefined : state.efforts[obligation]
    return obligation === undefined || (effort?.end === 'dead' && !waits(effort))
  })
  const unreachable = Object.values(state.pages)
    .filter((page) => page.end === 'exhausted' && !hasAcknowledged(state, page.person))
    .map((page) => {
      const level = state.levels[page.key]
      const isWanted = state.phase === 'open' && level !== undefined && !levelQuiet(plan, state, level)
      const what = `${personView(plan, page.person).name} could not be reached by any means`
      return { atMs: page.endedMs ?? page.openedMs, what: isWanted ? `${what}: call them by hand` : what }
    })
  const nobody =
    state.ladder.endedMs === null
      ? []
      : [{ atMs: state.ladder.endedMs, what: 'Everyone on the ladder has been called and nobody has acknowledged' }]
  const failing = failingEfforts(plan, state).filter(([effort]) => !waits(effort))
  // One cause, one line: the page that people work on meanwhile has room for other troubles.
  const inSlack =
    away === null || waiting.length === 0
      ? []
      : [
          {
            atMs: away.sinceMs,
            what: `Slack is away: what is still to be shown there (${waiting.length}) waits until it is back`,
          },
        ]
  return [
    ...failedMeans(plan, state),
    ...inSlack,
    ...dead.map(({ atMs, what, obligation }) => ({ atMs, what: deadLabel(plan, state, obligation, what) })),
    ...unreachable,
    ...nobody,
    ...failing.map(([, trouble]) => trouble),
  ]
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, TROUBLES_MAX)
}

function failingEfforts(plan: Plan, state: IncidentState): [Effort, View['troubles'][number]][] {
  return Object.values(state.efforts)
    .filter((effort) => !effort.end && effort.failures > 0 && effort.effect.kind !== 'page')
    .map((effort) => {
      const { effect, lastAtMs, lastReason, retryAtMs } = effort
      const again = retryAtMs === undefined ? '' : `; next try at ${clockTime(retryAtMs)}`
      const reason = (lastReason ?? 'unknown').replace(/\.$/, '')
      return [effort, { atMs: lastAtMs, what: `${effectLabel(plan, state, effect)} fails: ${reason}${again}` }]
    })
}

/** Of people who are still being called: what has failed and nothing made good since, and what must wait, why and until when. */
function failedMeans(plan: Plan, state: IncidentState): View['troubles'] {
  const calling = Object.values(state.pages).filter((page) => pageWanted(plan, state, page))
  return calling.flatMap((page) => {
    const sinceIndex = page.tries.findLastIndex(worked)
    const failed = page.tries.filter((entry, index) => {
      const stands = index > sinceIndex || entry.retryAtMs !== undefined
      return stands && (entry.state === 'failed' || entry.state === 'held' || reportedFailed(entry))
    })
    const [last] = failed.toReversed()
    if (!last) return []
    const how = failed.map((entry) => {
      const why = (entry.reason ?? entry.delivery ?? 'unknown').replace(/\.$/, '')
      const until = entry.retryAtMs === undefined ? '' : `, not before ${clockTime(entry.retryAtMs)}`
      return `${MEANS_LABELS[entry.means]} ${entry.state === 'held' ? 'waits' : 'failed'}: ${why}${until}`
    })
    return [
      { atMs: last.deliveryAtMs ?? last.atMs, what: `paging ${personView(plan, page.person).name}: ${how.join('; ')}` },
    ]
  })
}

function deadLabel(plan: Plan, state: IncidentState, obligation: string | undefined, what: string): string {
  const effect = obligation === undefined ? undefined : state.efforts[obligation]?.effect
  return effect ? `${effectLabel(plan, state, effect)} failed for good: ${what}` : what
}
