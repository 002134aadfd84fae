/** From what a watch owes to whoever carries it out: news by the first means that works, and by two at once where somebody has to get up. */
import type { NewsCarrier, NewsCarrying } from '../adapters/news-carrier.ts'
import { refused } from '../adapters/outcomes.ts'
import type { PageGate } from '../engine/page-gate-store.ts'
import type { Outcome } from '../plan/core.ts'
import type { ExternalEffect } from '../readiness/watch/effects.ts'
import { isLoud } from '../readiness/watch/news.ts'
import { watchStream } from '../readiness/watch/state.ts'
import type { Adapters } from './adapters.ts'
import { identity } from './page-identity.ts'
import type { Proposals } from './proposals.ts'
import type { ReportMonth } from './report-month.ts'
import type { MakeBackup } from './verifying/make-backup.ts'
import type { VerifyBackup } from './verifying/verify-backup.ts'

export interface DeliverWatchParts {
  adapters: Pick<Adapters, 'slack' | 'twilio' | 'email'>
  pageGate: PageGate
  verifyBackup: VerifyBackup
  makeBackup: MakeBackup
  reportMonth: ReportMonth
  /** Files the review of an incident as it stands now. */
  refileReview(incident: string, atMs: number): Promise<Outcome>
  /** Calls a drill off; the sentence that says why not, if it cannot. */
  callOff(incident: string, because: string, atMs: number): Promise<Outcome>
  proposals: Proposals
}

const NOT_SET_UP = { slack: 'Slack is not set up.', sms: 'Twilio is not set up.', email: 'Mail is not set up.' }

/** Success when any of them worked. */
const firstThatWorks = async (
  means: (NewsCarrier<'tell-news'> | undefined)[],
  effect: Extract<ExternalEffect, { kind: 'tell-news' }>,
  carrying: NewsCarrying,
): Promise<Outcome> => {
  let last: Outcome = refused('Neither Slack nor mail nor Twilio is set up.')
  for (const carrier of means) {
    if (!carrier) continue
    last = await carrier(effect, carrying)
    if (last.ok) return last
  }
  return last
}

export function createWatchDelivery(parts: DeliverWatchParts) {
  const { adapters, pageGate, verifyBackup, makeBackup, reportMonth, refileReview, callOff, proposals } = parts
  const { slack, twilio, email } = adapters
  const tell: NewsCarrier<'tell-news'> = async (effect, carrying) => {
    const news = carrying.state.news.find(({ id }) => id === effect.news)
    const [direct, sms, mail] = [slack?.['tell-news'], twilio?.sms.tellNews, email?.tellNews]
    // What can wait is not worth a text message while something quieter works.
    if (!news || !isLoud(news, effect.nth)) return firstThatWorks([direct, mail, sms], effect, carrying)
    return gated(effect, carrying, async () => {
      const [written, texted] = await Promise.all([
        firstThatWorks([direct, mail], effect, carrying),
        firstThatWorks([sms], effect, carrying),
      ])
      return written.ok ? written : texted
    })
  }
  /** Urgent news wakes people as pages do, and has its part in what one person gets in an hour (promise 8). */
  const gated = async (
    effect: Extract<ExternalEffect, { kind: 'tell-news' }>,
    { plan, atMs }: NewsCarrying,
    send: () => Promise<Outcome>,
  ): Promise<Outcome> => {
    const page = `${effect.news}/${effect.nth}`
    const own = { person: identity(plan, effect.person), stream: watchStream(plan.id), page, nowMs: atMs }
    const perHourMax = plan.pagesPerPersonAndHourMax
    const answer = await pageGate.admit({ ...own, canCarry: false, canRide: false, perHourMax })
    if (!('send' in answer)) return { ok: true }
    if (!answer.send) return { ok: false, reason: answer.reason, retryAtMs: answer.untilMs, detail: { held: true } }
    const outcome = await send()
    await pageGate.conclude({ ...own, delivered: outcome.ok, awaitsReport: false })
    return outcome
  }
  return async function deliver(effect: ExternalEffect, carrying: NewsCarrying): Promise<Outcome> {
    switch (effect.kind) {
      case 'make-backup':
        return makeBackup(carrying.plan, effect.set, carrying.signal)
      case 'verify-backup':
        return verifyBackup(carrying.plan, effect, carrying.signal)
      case 'refile-review':
        return refileReview(effect.incident, carrying.atMs)
      case 'report-month':
        return reportMonth(carrying.plan, effect.month, carrying.atMs)
      case 'tell-news':
        return tell(effect, carrying)
      case 'post-news':
        return slack ? slack['post-news'](effect, carrying) : refused('Slack is not set up.')
      case 'retire-news':
        return slack ? slack['retire-news'](effect, carrying) : refused('Slack is not set up.')
      case 'ask-contact': {
        const carrier = { slack: slack?.['ask-contact'], sms: twilio?.sms.askContact, email: email?.askContact }[
          effect.means
        ]
        return carrier ? carrier(effect, carrying) : refused(NOT_SET_UP[effect.means])
      }
      case 'call-off':
        return callOff(effect.incident, effect.because, carrying.atMs)
      case 'declare-proposal':
        return proposals.declare(effect, carrying)
      case 'note-signal':
        return proposals.note(effect, carrying)
      default:
        return effect satisfies never
    }
  }
}
