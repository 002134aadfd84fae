/** What is told on quiet days, as one title, one text and the buttons that answer it. The text is not escaped; it names nobody's address. */
import type { Plan } from '../plan/schema.ts'
import { isTask } from '../readiness/drills/track.ts'
import type { News, WatchState } from '../readiness/watch/state.ts'
import { afterwatchNews } from './afterwatch-words.ts'
import { backupNews } from './backup-words.ts'
import { contactNews } from './contact-words.ts'
import { drillNews } from './drill-words.ts'
import { followupNews } from './followup-words.ts'
import { monthNews } from './month-words.ts'
import type { NewsWords } from './news-shape.ts'
import { planReviewNews } from './plan-review-words.ts'
import { regionNews } from './region-words.ts'
import { signalNews } from './signal-words.ts'

/** @param nowMs when it is told. */
export function newsWords(plan: Plan, state: WatchState, news: News, nowMs: number): NewsWords {
  const words = aboutWords(plan, state, news, nowMs)
  // A proposal has answers of its own.
  const asks = news.pace !== 'once' && news.about.kind !== 'proposal'
  return {
    ...words,
    title: `${plan.system.name}: ${words.title}`,
    buttons: [
      ...words.buttons,
      ...(asks ? [{ command: 'readiness', label: answerLabel(news), value: `seen ${plan.id} ${news.id}` }] : []),
    ],
  }
}

function aboutWords(plan: Plan, state: WatchState, news: News, nowMs: number): NewsWords {
  const { about } = news
  switch (about.kind) {
    case 'drill':
    case 'drill-overridden':
      return drillNews(plan, state, about, nowMs)
    case 'backup':
    case 'backup-try':
    case 'backup-tried':
    case 'backup-made':
    case 'backups-after':
      return backupNews(plan, state, about)
    case 'contacts-unconfirmed':
    case 'reach-troubles':
      return contactNews(plan, state, about)
    case 'followups':
    case 'followups-opened':
    case 'review-invited':
      return followupNews(plan, state, about, nowMs)
    case 'afterwatch':
      return afterwatchNews(plan, about)
    case 'month-report':
      return monthNews(plan, state, about)
    case 'plan-review':
      return planReviewNews(plan, about)
    case 'serving':
    case 'serving-primary':
      return regionNews(plan, state, about)
    case 'proposal':
    case 'signal':
      return signalNews(plan, state, about)
    default:
      return about satisfies never
  }
}

const answerLabel = ({ about }: News): string =>
  about.kind === 'drill' && isTask(about.item) ? 'Done' : 'I have seen it'
