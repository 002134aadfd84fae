/** What is told about drills: that one is to come, begins, was missed, skipped or moved, and what is left to do after it. */
import { dayText } from '../plan/clock-text.ts'
import type { Drill } from '../plan/drill-schema.ts'
import { inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { type LiveOccasion, liveOccasions } from '../readiness/drills/live-occasions.ts'
import { UPDATES_WITHIN_MS } from '../readiness/drills/owed-drills.ts'
import type { DrillAbout } from '../readiness/drills/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import type { NewsWords } from './news-shape.ts'
import { durationText, timeText } from './time-text.ts'

type Button = NewsWords['buttons'][number]

export function drillNews(plan: Plan, state: WatchState, about: DrillAbout, nowMs: number): NewsWords {
  if (about.kind === 'drill-overridden') {
    return {
      title: `the drill ${about.incident} is called off`,
      text: `${about.because} is real. The drill ${about.incident} is being called off, so that nobody takes one for the other. It still has to be held.`,
      buttons: [],
    }
  }
  const drill = plan.drills[about.drill]
  if (!drill) return { title: `the drill ${about.drill}`, text: 'The plan does not have it any more.', buttons: [] }
  const live = liveOccasions(plan, state, about.drill).find(({ occasion }) => occasion === about.occasion)
  return itemWords(plan, state, about, { label: drill.label, live, nowMs })
}

interface Around {
  label: string
  live: LiveOccasion | undefined
  nowMs: number
}

function itemWords(
  plan: Plan,
  state: WatchState,
  { drill: id, item, occasion }: Extract<DrillAbout, { kind: 'drill' }>,
  { label, live, nowMs }: Around,
): NewsWords {
  const drill = plan.drills[id]!
  const zone = drill.zone ?? plan.zone
  const what = whatIsPractised(plan, live)
  const startMs = live?.startMs ?? null
  const when = startMs === null ? '' : ` It begins ${timeText(startMs, zone)}.`
  const start: Button = {
    command: 'drill',
    label: 'Start the drill',
    value: `start ${plan.id} ${id} @${occasion}`,
    style: 'primary',
  }
  const skip: Button = { command: 'drill', label: 'Skip it', value: `skip ${plan.id} ${id} @${occasion}` }
  const untilText = live ? dayText(live.untilMs - 1, zone) : ''
  switch (item) {
    case 'announce':
      return {
        title: `${label} ${inAWhile(startMs, nowMs)}`,
        text: `${what}${when}${before(drill.checklist.before)}`,
        buttons: [skip],
      }
    case 'prepare':
      return {
        title: `make ready for ${label}`,
        text: `${what}${when} Take a snapshot of what it is practised on, so that it can be put back.${before(drill.checklist.before)}`,
        buttons: [skip],
      }
    case 'start':
      return {
        title: `${label} begins`,
        text: `${what}${atZero(drill)} Everything will be marked as a drill, and nobody outside hears of it.${whileReal(state)}`,
        buttons: [start, skip],
      }
    case 'due':
      return {
        title: `${label} is due by ${untilText}`,
        text: `${what} Hold it when it suits you.`,
        buttons: [start, skip],
      }
    case 'reminder':
      return { title: `${label} is still to be held, by ${untilText}`, text: what, buttons: [start, skip] }
    case 'missed':
      return {
        title: `${label} was missed`,
        text: 'It was not held, and the readiness of the system says so until it is.',
        buttons: [start],
      }
    case 'skipped':
      return { title: `${label} is skipped`, text: 'The readiness of the system counts it as not held.', buttons: [] }
    case 'moved':
      return { title: `${label} is moved`, text: `${what}${when}`, buttons: [skip] }
    case 'debrief':
      return {
        title: `write down what ${label} showed`,
        text: `What went well, what did not, what surprised you. \`/dr drill report\` has the times.${checklist(drill.checklist.after)}`,
        buttons: [{ command: 'drill', label: 'Report', value: `report ${plan.id} ${id}` }],
      }
    case 'updates':
      return {
        title: `put the procedures right after ${label}`,
        text: `What it showed to be wrong is to be changed in the plan by ${dayText((live?.heldMs ?? nowMs) + UPDATES_WITHIN_MS, zone)}.`,
        buttons: [],
      }
    default: {
      const own = drill.timeline[Number(item.split('/')[1])]
      const text = item.startsWith('after/')
        ? `The drill was held on ${live?.heldMs ? dayText(live.heldMs, zone) : occasion}.`
        : `${what}${when}`
      return { title: `${label}: ${own?.what ?? 'see the plan'}`, text, buttons: [] }
    }
  }
}

/** What the plan says is done as it begins. */
const atZero = ({ timeline }: Drill): string => {
  const now = timeline.filter(({ at }) => at === 0).map(({ what }) => what)
  return now.length === 0 ? '' : ` ${now.join('; ')}.`
}

function whatIsPractised(plan: Plan, live: LiveOccasion | undefined): string {
  const titles = (live?.scenarios ?? []).map((one) => plan.scenarios[one]?.title ?? one)
  const what = live?.theme ?? inWords(titles, 'or')
  return what === '' ? 'It goes by its list.' : `To practise: ${what}.`
}

const inAWhile = (startMs: number | null, nowMs: number): string =>
  startMs === null || startMs <= nowMs ? 'is at hand' : `in ${durationText(startMs - nowMs)}`

const before = (items: readonly string[]): string => (items.length === 0 ? '' : ` Before it: ${items.join('; ')}.`)
const checklist = (items: readonly string[]): string => (items.length === 0 ? '' : ` Of the list: ${items.join('; ')}.`)

/** Nobody should have to think of it. */
function whileReal({ openIncidents }: WatchState): string {
  const real = Object.entries(openIncidents).find(([, { mode }]) => mode === 'real')
  return real ? ` But ${real[0]} is real and goes on: hold the drill when that is over.` : ''
}
