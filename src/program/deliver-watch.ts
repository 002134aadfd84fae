/** From what a watch owes to whoever carries it out: news by the first means that works, and by two at once where somebody has to get up. */
import type { NewsCarrier, NewsCarrying } from '../adapters/news-carrier.ts'
import { refused } from '../adapters/outcomes.ts'
import type { Outcome } from '../plan/core.ts'
import type { ExternalEffect } from '../readiness/watch/effects.ts'
import type { Adapters } from './adapters.ts'
import type { Proposals } from './proposals.ts'
import type { MakeBackup } from './verifying/make-backup.ts'
import type { VerifyBackup } from './verifying/verify-backup.ts'

export interface DeliverWatchParts {
  adapters: Pick<Adapters, 'slack' | 'twilio' | 'email'>
  /** Calls a drill off; the sentence that says why not, if it cannot. */
  verifyBackup: VerifyBackup
  makeBackup: MakeBackup
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

export function createWatchDelivery({ adapters, verifyBackup, makeBackup, callOff, proposals }: DeliverWatchParts) {
  const { slack, twilio, email } = adapters
  const tell: NewsCarrier<'tell-news'> = async (effect, carrying) => {
    const news = carrying.state.news.find(({ id }) => id === effect.news)
    const [direct, sms, mail] = [slack?.['tell-news'], twilio?.sms.tellNews, email?.tellNews]
    // What can wait is not worth a text message while something quieter works.
    if (news?.pace !== 'urgent') return firstThatWorks([direct, mail, sms], effect, carrying)
    const [written, texted] = await Promise.all([
      firstThatWorks([direct, mail], effect, carrying),
      firstThatWorks([sms], effect, carrying),
    ])
    return written.ok ? written : texted
  }
  return async function deliver(effect: ExternalEffect, carrying: NewsCarrying): Promise<Outcome> {
    switch (effect.kind) {
      case 'make-backup':
        return makeBackup(carrying.plan, effect.set, carrying.signal)
      case 'verify-backup':
        return verifyBackup(carrying.plan, effect, carrying.signal)
      case 'tell-news':
        return tell(effect, carrying)
      case 'post-news':
        return slack ? slack['post-news'](effect, carrying) : refused('Slack is not set up.')
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
