/** What is asked of a watch about drills, and what time makes of them: events, or one sentence that says why not. Pure. */
import { clockText } from '../../plan/clock-text.ts'
import type { Plan } from '../../plan/schema.ts'
import { accept, type Decided, refuse } from '../watch/decided.ts'
import type { Fact } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import { type LiveOccasion, liveOccasions } from './live-occasions.ts'
import { itemsOf } from './owed-drills.ts'
import type { DrillCommand, DrillDue, DrillEvent } from './track.ts'

export function decideDrill(plan: Plan, state: WatchState, command: DrillCommand): Decided {
  const { atMs, by, drill } = command
  if (!plan.drills[drill]) return refuse(`The plan has no drill "${drill}".`)
  if (command.type === 'record-drill') return record(command)
  const live = liveOccasions(plan, state, drill)
  const atHand = live.find(({ untilMs, skipped, heldMs }) => untilMs > atMs && !skipped && heldMs === null)
  if (!atHand) return refuse(`No occasion of "${plan.drills[drill].label}" is at hand: it is due at no moment.`)
  const { occasion } = atHand
  const underWay = underWayOf(state, live)
  if (underWay && !(command.type === 'skip-drill' && command.occasion === occasion))
    return refuse(`"${plan.drills[drill].label}" goes on in ${underWay}: end it or call it off first.`)
  if (command.type === 'skip-drill' && command.occasion !== undefined && command.occasion !== occasion)
    return refuse(`The one of ${command.occasion} is over: the next is that of ${occasion}.`)
  switch (command.type) {
    case 'skip-drill':
      return accept({ type: 'drill-skipped', atMs, by, drill, occasion, reason: command.reason })
    case 'move-drill': {
      const why = whyNotThen(plan, command, atHand, live[live.indexOf(atHand) + 1])
      if (why !== undefined) return refuse(why)
      return accept({ type: 'drill-moved', atMs, by, drill, occasion, startMs: command.startMs })
    }
    default:
      return command satisfies never
  }
}

/** The incident of an occasion that is being held. Whoever skips or moves a drill now may well mean that one, and must not hit the next instead. */
function underWayOf({ openIncidents }: WatchState, live: readonly LiveOccasion[]): string | undefined {
  const begun = new Set(live.map(({ heldMs }) => heldMs))
  return Object.entries(openIncidents).find(([, { mode, startedMs }]) => mode === 'drill' && begun.has(startedMs))?.[0]
}

/** Longer ago it says nothing of how ready anybody is now. */
const RECORDED_LATE_MS = 92 * 24 * 3_600_000

function record(command: Extract<DrillCommand, { type: 'record-drill' }>): Decided {
  const { atMs, by, drill, startedMs, note } = command
  if (startedMs > atMs) return refuse('That is still to come: say when it was held.')
  if (atMs - startedMs > RECORDED_LATE_MS)
    return refuse('That is more than a quarter ago: write the day as "last" into the plan.')
  return accept({ type: 'drill-recorded', atMs, by, drill, startedMs, note })
}

function whyNotThen(
  plan: Plan,
  { drill, startMs, atMs }: Extract<DrillCommand, { type: 'move-drill' }>,
  atHand: LiveOccasion,
  next: LiveOccasion | undefined,
): string | undefined {
  const { label, zone = plan.zone } = plan.drills[drill]!
  if (atHand.startMs === null) return `"${label}" may be held at any time of its period: there is nothing to move.`
  if (startMs <= atMs) return 'That is in the past: name a moment that is still to come.'
  if (next && startMs >= next.fromMs)
    return `By then the next one is due (${clockText(next.startMs ?? next.fromMs, zone)}): name an earlier moment, or skip this one.`
  return undefined
}

/** What has come due. Of several things to be asked before a drill only the last is still of use. */
export function drillsDue(plan: Plan, state: WatchState, due: readonly DrillDue[], { atMs, by }: Fact): DrillEvent[] {
  return due.map((effect): DrillEvent => {
    const { drill, occasion } = effect
    if (effect.kind === 'miss-drill')
      return { type: 'drill-missed', atMs, by, drill, occasion, untilMs: effect.untilMs }
    if (effect.kind === 'close-drill')
      return { type: 'drill-closed', atMs, by, drill, occasion, untilMs: effect.untilMs }
    const { item } = effect
    const live = liveOccasions(plan, state, drill).find((one) => one.occasion === occasion)
    const reminded = { type: 'drill-reminded' as const, atMs, by, drill, occasion, item }
    const items = live && live.heldMs === null ? itemsOf(plan.drills[drill]!, live) : []
    const later = items.slice(items.findIndex((one) => one.item === item) + 1)
    const isStale =
      later.some(({ dueMs }) => dueMs <= atMs) || (live !== undefined && live.untilMs <= atMs && live.heldMs === null)
    return isStale ? { ...reminded, stale: true } : reminded
  })
}
