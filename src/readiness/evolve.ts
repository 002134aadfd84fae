/** Folds the system stream's events into its state. Never throws on an event that `decide` gave, and changes nothing in place. */
import type { Event } from './events.ts'
import { obligationOf } from './owed.ts'
import { evolveReach } from './reach/track.ts'
import type { Cover, SystemState, TestPage } from './state.ts'

/** Tests that are over stay visible until so many newer ones have come; the journal keeps them all. */
const ENDED_TEST_PAGES_MAX = 100

export const initial = (): SystemState => ({ seq: 0, held: null, covers: [], testPages: [], away: {} })

export function evolve(state: SystemState, event: Event): SystemState {
  return { ...apply(state, event), seq: state.seq + 1 }
}

function apply(state: SystemState, event: Event): SystemState {
  const { atMs, by } = event
  switch (event.type) {
    case 'held':
      // Held already: the reason is given afterwards.
      return {
        ...state,
        held: state.held ? { ...state.held, reason: event.reason } : { atMs, by, reason: event.reason },
      }
    case 'released':
      return { ...state, held: null }
    case 'cover-arranged': {
      const { planId, person, standIn, fromMs, untilMs } = event
      const arranged: Cover = { person, by: standIn, planId, fromMs, untilMs }
      const kept = state.covers.filter((cover) => cover.untilMs > atMs && !replaces(arranged, cover))
      return { ...state, covers: [...kept, arranged] }
    }
    case 'cover-ended':
      return {
        ...state,
        covers: state.covers.filter((cover) => cover.planId !== event.planId || cover.person !== event.person),
      }
    case 'test-page-asked': {
      const { test, planId, person, means } = event
      const asked = means.map((one): TestPage => ({ id: test, planId, person, means: one, askedMs: atMs, askedBy: by }))
      return { ...state, testPages: forgetOldest([...state.testPages, ...asked]) }
    }
    case 'service-away':
    case 'service-back':
      return { ...state, away: evolveReach(state.away, event) }
    case 'texts-erased':
    case 'evidence-exported':
    case 'journal-restored':
      return state
    case 'attempted': {
      const { attempt, deadlineMs } = event
      return changeTest(state, event.obligation, (page) => ({ ...page, attemptInHand: { attempt, deadlineMs } }))
    }
    case 'carried-out':
      return endTest(state, event.obligation, { ok: true, atMs })
    case 'attempt-failed':
      return endTest(state, event.obligation, { ok: false, atMs, reason: event.reason })
    case 'attempt-lost':
      return endTest(state, event.obligation, { ok: false, atMs, reason: 'nothing was heard of it in time' })
    case 'attempt-withdrawn':
      return endTest(state, event.obligation, { ok: false, atMs, reason: 'withdrawn before it went out' })
    default:
      return event satisfies never
  }
}

/** A new arrangement for the same person takes the place of those that it overlaps. */
function replaces(arranged: Cover, cover: Cover): boolean {
  const samePerson = cover.planId === arranged.planId && cover.person === arranged.person
  return samePerson && cover.fromMs < arranged.untilMs && arranged.fromMs < cover.untilMs
}

function endTest(state: SystemState, obligation: string, end: NonNullable<TestPage['end']>): SystemState {
  return changeTest(state, obligation, ({ attemptInHand: _, ...page }) => ({ ...page, end }))
}

function changeTest(state: SystemState, obligation: string, change: (page: TestPage) => TestPage): SystemState {
  const testPages = state.testPages.map((page) => (obligationOf(page) === obligation ? change(page) : page))
  return { ...state, testPages }
}

function forgetOldest(pages: TestPage[]): TestPage[] {
  let tooMany = pages.filter((page) => page.end !== undefined).length - ENDED_TEST_PAGES_MAX
  return pages.filter((page) => page.end === undefined || tooMany-- <= 0)
}
