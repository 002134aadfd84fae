/** Which queue an effect waits in. Pages have queues of their own, by means, so that neither a slow provider nor a busy channel holds a page up. */
import type { ExternalEffect } from '../incident/effects.ts'
import type { TestPageEffect } from '../readiness/commands.ts'
import type { ExternalEffect as WatchEffect } from '../readiness/watch/effects.ts'

type Queued = ExternalEffect | TestPageEffect | WatchEffect

/** Jobs of each queue that one replica carries out at a time. */
export const QUEUES = {
  'page-slack': { concurrency: 16 },
  'page-pagerduty': { concurrency: 8 },
  'page-sms': { concurrency: 8 },
  'page-voice': { concurrency: 8 },
  'page-email': { concurrency: 8 },
  /** Everything about an incident's channel; Slack allows about one message a second for each. */
  channel: { concurrency: 8 },
  notices: { concurrency: 8 },
  /** What can wait, on quiet days: it goes by mail servers and providers that may be slow. */
  news: { concurrency: 4 },
  /** What is told has to be written first, however long the lists are that are being told. */
  writing: { concurrency: 4 },
  'look-ups': { concurrency: 8 },
  /** Backups are read whole, and restored; what is urgent must not wait behind that. */
  verifying: { concurrency: 2 },
  /** Steps of recoveries: most of them wait, and for hours; one that is not begun within 15 s has to be handed out anew. */
  steps: { concurrency: 64 },
} as const

export function queueOf(effect: Queued): keyof typeof QUEUES {
  switch (effect.kind) {
    case 'page':
    case 'test-page':
      return `page-${effect.means}`
    case 'ask-again':
    case 'retire-page':
    case 'retire-ask':
    case 'tell-clock':
    case 'ask-task':
    case 'update-ask':
    case 'tell-notice':
    case 'tell-duty':
      return 'page-slack'
    case 'tell-news':
    case 'post-news':
    case 'retire-news':
    case 'ask-contact':
      return 'news'
    case 'send-link':
    case 'send-code':
    case 'ask-approval':
      return `page-${effect.means}`
    case 'verify-backup':
    case 'make-backup':
      return 'verifying'
    case 'run-step':
      return 'steps'
    case 'settle-pagerduty':
      return 'page-pagerduty'
    case 'check-delivery':
    case 'on-call-lookup':
    case 'find-restore-points':
    case 'tell-watch':
    case 'call-off':
    case 'file-report':
    case 'file-review':
    case 'report-month':
    case 'refile-review':
    case 'declare-proposal':
    case 'note-signal':
      return 'look-ups'
    case 'notify':
    case 'send-review':
    case 'publish-status':
    case 'publish-site':
    case 'tell-subscribers':
      return 'notices'
    case 'compose':
      return 'writing'
    case 'open-channel':
    case 'set-topic':
    case 'invite':
    case 'set-bookmarks':
    case 'show-board':
    case 'say':
    case 'tell-overview':
    case 'show-step':
    case 'show-task':
      return 'channel'
  }
}
