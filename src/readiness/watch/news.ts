/**
 * What is told on quiet days, to whom and how often. A concern (drills, backups, health) journals a fact and folds it into one piece of news; everything else, that it is
 * told, to whom, again and again where somebody has to answer, is the same for all of them and is here. Pure.
 */
import type { Obligation } from '../../plan/core.ts'
import { expandTarget } from '../../plan/people.ts'
import { defaultSeverity, policyFor } from '../../plan/policy-for.ts'
import type { Plan } from '../../plan/schema.ts'
import { backupOwner } from '../backups/owner.ts'
import type { About } from './about.ts'
import type { Effect } from './effects.ts'
import { want } from './efforts.ts'
import type { News, Pace, WatchState } from './state.ts'

const MINUTE_MS = 60_000
const EVERY_MS: Record<Exclude<Pace, 'once'>, number> = {
  weekly: 7 * 24 * 60 * MINUTE_MS,
  daily: 24 * 60 * MINUTE_MS,
  urgent: 15 * MINUTE_MS,
}
/** What was urgent so often for nothing goes on once a day, to whoever leads incidents as well: by then it is a question of who answers at all. */
const URGENT_MAX = 16
/** Somebody who has not answered so often does not read it; it stays in `/dr readiness`. */
const TOLD_MAX: Record<Pace, number> = { once: 1, weekly: 26, daily: 7, urgent: URGENT_MAX + 30 }
/** Old news stays to be read so long, and so much of it. */
const KEPT_MS = 30 * 24 * 60 * MINUTE_MS
const KEPT_MAX = 200

/** Somebody still has to answer, or to be told. */
export const isOpen = ({ answered, overMs }: News): boolean => answered === undefined && overMs === undefined

/** It will be told again by itself. */
export const goesOn = (news: News): boolean => isOpen(news) && news.told < TOLD_MAX[news.pace]

/** The time that has this number, counted from 0, is told loudly. */
export const isLoud = ({ pace }: Pick<News, 'pace'>, nth: number): boolean => pace === 'urgent' && nth < URGENT_MAX

/** It is told until somebody answers, and is kept as long. */
const isAsking = (news: News): boolean => isOpen(news) && news.pace !== 'once'

export function newsOwed(plan: Plan, state: WatchState): Obligation<Effect>[] {
  const own = state.news.flatMap((news) => [
    ...(plan.overviewChannel && isOpen(news) && !(news.posted && !state.efforts[`post/${news.id}`])
      ? want(state, `post/${news.id}`, news.atMs, { kind: 'post-news', news: news.id })
      : []),
    ...tellOwed(plan, state, news),
  ])
  return [...own, ...retireOwed(state)]
}

/** A button that does nothing any more is worse than none. */
function retireOwed(state: WatchState): Obligation<Effect>[] {
  const over = new Map(state.news.filter((news) => !isOpen(news)).map((news) => [news.id, news]))
  if (over.size === 0) return []
  return Object.entries(state.efforts).flatMap(([id, { effect, end, detail }]) => {
    if (end !== 'done' || (effect.kind !== 'tell-news' && effect.kind !== 'post-news')) return []
    const news = over.get(effect.news)
    const { ref, channel } = detail ?? {}
    if (!news || typeof ref !== 'string' || typeof channel !== 'string') return []
    const dueMs = news.answered?.atMs ?? news.overMs ?? news.atMs
    return want(state, `retire/${id}`, dueMs, { kind: 'retire-news', news: news.id, ref, channel })
  })
}

function tellOwed(plan: Plan, state: WatchState, news: News): Obligation<Effect>[] {
  const { id, pace, atMs, told } = news
  if (!isOpen(news)) return []
  const people = recipients(plan, news)
  if (people.length === 0) return []
  const tell = (nth: number, person: string, dueMs: number) =>
    want(state, `tell/${id}/${nth}/${person}`, dueMs, { kind: 'tell-news', news: id, person, nth })
  // One who cannot be reached is no answer: the next of them is told.
  if (pace === 'once') return nextUntried(state, news, people).flatMap((person) => tell(0, person, atMs))
  const inVain = pace === 'urgent' && !isLoud(news, told)
  const asked = inVain ? withLead(plan, people) : people
  const before = [...asked, ...people].map((person) => state.efforts[`tell/${id}/${told - 1}/${person}`])
  if (before.some((effort) => effort?.inHand) || told >= TOLD_MAX[pace]) return []
  if (!inVain) return tell(told, asked[told % asked.length]!, atMs + told * EVERY_MS[pace])
  // What was missed while Muster was away is not made up for.
  const lastMs = Math.max(atMs + (URGENT_MAX - 1) * EVERY_MS.urgent, ...before.map((effort) => effort?.lastAtMs ?? 0))
  return tell(told, asked[(told - URGENT_MAX) % asked.length]!, lastMs + EVERY_MS.daily)
}

/** The lead first: they have not heard of it yet. */
const withLead = (plan: Plan, people: readonly string[]): string[] => [
  ...new Set([...(plan.roles[plan.commander ?? '']?.holders ?? []), ...people]),
]

function nextUntried(state: WatchState, { id, told }: News, people: readonly string[]): string[] {
  // Told long ago, and the attempts have been forgotten.
  if (told > 0 && people.every((person) => !state.efforts[`tell/${id}/0/${person}`])) return []
  for (const person of people) {
    const effort = state.efforts[`tell/${id}/0/${person}`]
    if (effort?.end === 'done') return []
    if (effort?.end === undefined) return [person]
  }
  return []
}

/** Those who own what it is about, in the order in which they are told. */
export function recipients(plan: Plan, { about, atMs }: Pick<News, 'about' | 'atMs'>): string[] {
  if ('person' in about) return [about.person]
  if (about.kind === 'followups' && about.owner !== null) return [about.owner]
  const holders = holdersOf(plan, ownerOf(plan, about))
  if (holders.length > 0) return [...new Set(holders)]
  const ladder = onCall(plan, atMs)
  // A plan may have no ladder: whoever leads incidents hears of it then.
  return [...new Set(ladder.length > 0 ? ladder : holdersOf(plan, plan.commander))]
}

const holdersOf = ({ roles }: Plan, role: string | undefined): string[] => roles[role ?? '']?.holders ?? []

/** Role; undefined: whoever is on call hears of it, because nobody else has been named, or because they are asked whether it is earnest. */
function ownerOf(plan: Plan, about: About): string | undefined {
  switch (about.kind) {
    case 'drill':
    case 'drill-overridden':
      return plan.drills[about.drill ?? '']?.owner ?? plan.commander
    case 'backup':
    case 'backup-try':
    case 'backup-tried':
    case 'backup-made':
    case 'backups-after':
      return backupOwner(plan, about)
    case 'contacts-unconfirmed':
    case 'reach-troubles':
    case 'serving':
    case 'serving-primary':
    case 'followups':
    case 'followups-opened':
    case 'review-invited':
    case 'month-report':
    case 'plan-review':
    case 'afterwatch':
      return plan.commander
    case 'proposal':
    case 'signal':
      return undefined
    default:
      return about satisfies never
  }
}

/** Whom the first level of the plan's own policy pages. */
const onCall = (plan: Plan, atMs: number): string[] =>
  (plan.policies[policyFor(plan, null, defaultSeverity(plan, null)) ?? '']?.levels[0]?.to ?? []).flatMap((target) =>
    expandTarget(plan, target, atMs),
  )

/** Adds a piece of news, which takes the place of open news about the same thing. @param same names that thing. */
export function addNews(
  state: WatchState,
  { atMs, about, pace }: Pick<News, 'atMs' | 'about' | 'pace'>,
  same: (other: About) => boolean = () => false,
): WatchState {
  const id = freeId(state.news, `n${state.seq + 1}`)
  const kept = endNews(state, atMs, same).news.filter((one) => atMs - one.atMs <= KEPT_MS || isAsking(one))
  const all: News[] = [...kept, { id, atMs, about, pace, told: 0 }]
  return { ...state, news: fewer(all, all.length - KEPT_MAX) }
}

/** What nobody is asked about goes first, the oldest of it. */
function fewer(all: News[], tooMany: number): News[] {
  if (tooMany <= 0) return all
  const going = [...all.filter((one) => !isAsking(one)), ...all.filter(isAsking)].slice(0, tooMany)
  return all.filter((one) => !going.includes(one))
}

/** One event may bring several. */
function freeId(news: readonly News[], id: string, nth = 1): string {
  const name = nth === 1 ? id : `${id}.${nth}`
  return news.some((one) => one.id === name) ? freeId(news, id, nth + 1) : name
}

/** It is over: nobody is told any more. */
export function endNews(state: WatchState, atMs: number, same: (about: About) => boolean): WatchState {
  return {
    ...state,
    news: state.news.map((news) => (isOpen(news) && same(news.about) ? { ...news, overMs: atMs } : news)),
  }
}
