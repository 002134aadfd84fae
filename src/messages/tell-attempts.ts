/**
 * What people are told about effects being carried out: pages and notices when they went out, everything when it failed for good. What is
 * tried again soon is housekeeping, but for pages, whose every step counts.
 */

import type { ExternalEffect } from '../incident/effects.ts'
import type { EventOf } from '../incident/events.ts'
import type { FilingReason } from '../incident/review/state.ts'
import { AUDIENCE_MEANS_LABELS, MEANS_LABELS } from '../incident/view-shape.ts'
import type { Plan } from '../plan/schema.ts'
import { personName } from './names.ts'
import { audienceName, MOMENT_WORDS } from './notice-words.ts'
import { clockText } from './time-text.ts'

export interface Told {
  text: string
  /** Nobody may miss it: somebody has to act, or the situation as a whole is another one. */
  loud: boolean
}

type Attempt = EventOf<'carried-out' | 'attempt-failed' | 'attempt-lost'>

export function tellAttempt(plan: Plan, event: Attempt): Told | undefined {
  switch (event.type) {
    case 'carried-out':
      return tellDone(plan, event)
    case 'attempt-failed':
      return tellFailed(plan, event)
    case 'attempt-lost': {
      if (event.retryAtMs !== undefined) return undefined
      return {
        text: `Nobody knows whether ${whatIs(plan, event.effect)} went out: there was no answer in time`,
        loud: true,
      }
    }
  }
}

function tellDone(plan: Plan, { effect, detail }: EventOf<'carried-out'>): Told | undefined {
  switch (effect.kind) {
    case 'page':
      return { text: `Paged ${personName(plan, effect.person)} by ${MEANS_LABELS[effect.means]}`, loud: false }
    case 'ask-again':
      return { text: `Asked ${personName(plan, effect.person)} whether they are still on it`, loud: false }
    case 'notify': {
      const failed = typeof detail.failed === 'number' ? detail.failed : 0
      const missed = failed > 0 ? `, but ${failed} of ${failed + Number(detail.sent ?? 0)} recipients were refused` : ''
      return { text: `Told ${whatIs(plan, effect)}${missed}`, loud: failed > 0 }
    }
    case 'file-review':
      return tellFiled(effect.why, detail)
    case 'open-channel':
      return typeof detail.channelName === 'string' ? { text: `Opened #${detail.channelName}`, loud: false } : undefined
    case 'publish-status':
    case 'publish-site': {
      const { difference } = detail
      return typeof difference === 'string' ? { text: `Published, but ${lowered(difference)}`, loud: true } : undefined
    }
    default:
      return undefined
  }
}

/** Only what people are to know of: that it is there, and that it is published. */
function tellFiled(why: FilingReason, { url, place, missing }: Record<string, unknown>): Told | undefined {
  if (typeof url !== 'string' || (why !== 'ended' && why !== 'published')) return undefined
  const kept = typeof place === 'string' ? `, kept as ${place}` : ''
  if (why === 'published') return { text: `The review is published: ${url}${kept}`, loud: false }
  const open = Number(missing) > 0 ? `. ${missing} of its parts only people can write: /dr review shows which` : ''
  return { text: `The review is filled in as far as the journal knows: ${url}${kept}${open}`, loud: false }
}

const lowered = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')

function tellFailed(plan: Plan, event: EventOf<'attempt-failed'>): Told | undefined {
  const { effect, reason, retryAtMs, held } = event
  const what = whatIs(plan, effect)
  const until = retryAtMs === undefined ? '' : ` until ${clockText(retryAtMs)}`
  if (held) return effect.kind === 'page' ? { text: `Held back${until}, ${what}: ${reason}`, loud: false } : undefined
  if (effect.kind === 'check-delivery') return undefined
  if (effect.kind === 'page') {
    const again = retryAtMs === undefined ? '' : `, not again before ${clockText(retryAtMs)}`
    return { text: `Could not reach ${what}: ${sentence(reason)}${again}`, loud: false }
  }
  if (retryAtMs !== undefined) return undefined
  return { text: `Could not do this: ${what}. ${sentence(reason)}`, loud: true }
}

/** The effect as the object of a sentence. */
function whatIs(plan: Plan, effect: ExternalEffect): string {
  switch (effect.kind) {
    case 'page':
    case 'check-delivery':
      return `${personName(plan, effect.person)} by ${MEANS_LABELS[effect.means]}`
    case 'ask-again':
      return `asking ${personName(plan, effect.person)} whether they are still on it`
    case 'notify': {
      return `${audienceName(plan, effect.notice)} by ${AUDIENCE_MEANS_LABELS[effect.means]} (${MOMENT_WORDS[effect.moment]})`
    }
    case 'send-link':
      return `sending ${personName(plan, effect.person)} a link to the console by ${MEANS_LABELS[effect.means]}`
    case 'send-code':
      return `sending ${personName(plan, effect.person)} a code by ${MEANS_LABELS[effect.means]}`
    case 'invite':
      return `inviting ${personName(plan, effect.person)}`
    default:
      return EFFECT_WORDS[effect.kind]
  }
}

const EFFECT_WORDS: Record<
  Exclude<
    ExternalEffect['kind'],
    'page' | 'check-delivery' | 'ask-again' | 'notify' | 'invite' | 'send-link' | 'send-code'
  >,
  string
> = {
  'on-call-lookup': 'asking PagerDuty who is on call',
  'open-channel': "opening the incident's channel",
  'set-topic': "setting the channel's topic",
  'set-bookmarks': "setting the channel's bookmarks",
  'show-board': 'showing the board',
  say: 'telling the channel what happened',
  'tell-overview': 'telling the overview channel',
  'retire-page': 'taking back the buttons of a direct message',
  'retire-ask': 'taking back the buttons of a direct message',
  'settle-pagerduty': 'telling PagerDuty what became of the page',
  'publish-status': 'bringing the hosted status page up to date',
  'run-step': 'running a step',
  'show-step': "showing a step's message",
  'ask-approval': 'asking for an approval',
  'tell-clock': 'telling of a clock that runs out',
  compose: 'writing a message',
  'show-task': 'showing a message that waits for somebody',
  'ask-task': 'asking somebody for a message',
  'update-ask': 'bringing a direct message up to date',
  'tell-duty': 'telling somebody what is theirs to do',
  'tell-notice': 'telling of a message that is late',
  'publish-site': 'writing the files of the status page',
  'tell-subscribers': 'telling the subscribers of the status page',
  'tell-watch': 'telling the watch over the system',
  'file-report': 'filing the report of the drill',
  'file-review': 'filing the review',
  'send-review': 'mailing the review',
  'find-restore-points': 'finding the newest backups',
}

const sentence = (reason: string) => reason.trim().replace(/\.$/, '')
