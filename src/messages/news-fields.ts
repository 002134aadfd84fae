/** What a text message or a mail about a quiet day's news can say. */
import type { Plan } from '../plan/schema.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import { type MessageFields, systemValues } from './fields.ts'
import { newsWords } from './news-words.ts'

export const NEWS_FIELDS = ['person', 'title', 'news'] as const

/** @returns undefined when it is no longer known. */
export function newsFields(
  about: { plan: Plan; state: WatchState; atMs: number },
  effect: { news: string; person: string },
): MessageFields | undefined {
  const { plan, state, atMs } = about
  const news = state.news.find(({ id }) => id === effect.news)
  if (!news) return undefined
  const { title, text } = newsWords(plan, state, news, atMs)
  const person = plan.people[effect.person]?.name ?? effect.person
  return { planId: plan.id, drill: false, values: { ...systemValues(plan), person, title, news: text } }
}
