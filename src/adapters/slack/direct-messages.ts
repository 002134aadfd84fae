/**
 * Direct messages to one person: the page with its buttons, taking those off again, asking after a silence, asking for an approval, telling of a clock that
 * runs out, and the test page. Each is whole in its plain `text` too, for that is what a locked phone shows.
 */
import type { WebClient } from '@slack/web-api'
import { dutyWords } from '../../messages/duty-words.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { TestPageEffect } from '../../readiness/commands.ts'
import type { Carrier, Carrying } from '../carrier.ts'
import { refused } from '../outcomes.ts'
import type { PageCarrier, Testing } from '../page-carrying.ts'
import { outcomeOf, settle } from './call-outcomes.ts'
import {
  askAgainMessage,
  type DirectMessage,
  pageMessage,
  retiredPageMessage,
  testPageMessage,
} from './page-message.ts'
import { approvalMessage, clockMessage, dutyMessage, retiredApprovalMessage } from './recovery-messages.ts'
import { askTaskMessage, noticeWarningMessage, taskIsOver, taskMessage } from './task-message.ts'
import { slackIdOf, withoutSlackId } from './who-to-reach.ts'

export interface DirectMessageCarriers {
  page: PageCarrier
  'ask-again': Carrier<'ask-again'>
  'retire-page': Carrier<'retire-page'>
  'retire-ask': Carrier<'retire-ask'>
  'ask-approval': Carrier<'ask-approval'>
  'tell-clock': Carrier<'tell-clock'>
  'ask-task': Carrier<'ask-task'>
  'update-ask': Carrier<'update-ask'>
  'tell-notice': Carrier<'tell-notice'>
  'tell-duty': Carrier<'tell-duty'>
  'test-page': (effect: TestPageEffect, testing: Pick<Testing, 'plan' | 'atMs'>) => Promise<Outcome>
}

/** Slack user id → direct message channel, which never changes. */
export function directChannels(client: WebClient): (user: string) => Promise<string> {
  const channels = new Map<string, string>()
  return async (user) => {
    const known = channels.get(user)
    if (known) return known
    const opened = (await client.conversations.open({ users: user })).channel!.id!
    channels.set(user, opened)
    return opened
  }
}

/** Details of a success: `{ ref, channel }`, the message's timestamp and its channel. Slack confirms at once: no report is awaited. */
export function directMessages(client: WebClient, channelOf: (user: string) => Promise<string>): DirectMessageCarriers {
  const send = (plan: Plan, person: string, atMs: number, message: () => DirectMessage): Promise<Outcome> =>
    outcomeOf(atMs, async () => {
      const user = slackIdOf(plan, person)
      if (!user) return withoutSlackId(plan, person)
      const channel = await channelOf(user)
      const posted = await client.chat.postMessage({ channel, ...message(), unfurl_links: false })
      return { ok: true, detail: { ref: posted.ts, channel } }
    })

  /** Whoever deleted it has no buttons left to press. */
  const replace = ({ channel, ref }: { channel: string; ref: string }, message: DirectMessage) =>
    settle(client.chat.update({ channel, ts: ref, ...message }), ['message_not_found'])

  return {
    page: (effect, { plan, view, atMs, alsoFor }) =>
      send(plan, effect.person, atMs, () => pageMessage(view, effect.level, alsoFor)),
    'ask-again': (effect, { plan, view, atMs }) => send(plan, effect.person, atMs, () => askAgainMessage(view)),
    'test-page': (effect, { plan, atMs }) => send(plan, effect.person, atMs, () => testPageMessage(plan)),
    'ask-approval': async (effect, carrying) => {
      const message = approvalAsked(effect.run, carrying)
      return message ? send(carrying.plan, effect.person, carrying.atMs, () => message) : NOTHING_TO_APPROVE
    },
    'tell-clock': (effect, { plan, view, atMs }) =>
      send(plan, effect.person, atMs, () => clockMessage(view, effect, atMs)),
    'ask-task': async (effect, { plan, view, atMs }) => {
      const task = view.tasks.find(({ id }) => id === effect.task)
      return task?.state === 'open'
        ? send(plan, effect.person, atMs, () => askTaskMessage(view, task, effect, atMs))
        : NOTHING_TO_DO
    },
    'update-ask': (effect, { view, atMs }) =>
      outcomeOf(atMs, async () => {
        const task = view.tasks.find(({ id }) => id === effect.task)
        await replace(effect, task ? taskMessage(view, task, atMs) : taskIsOver(view))
        return { ok: true }
      }),
    'tell-notice': (effect, { plan, view, atMs }) => {
      const notice = plan.notices.find(({ id }) => id === effect.notice)
      const audience = (notice && plan.audiences[notice.audience]?.label) ?? effect.notice
      return send(plan, effect.person, atMs, () => noticeWarningMessage(view, effect, audience))
    },
    'tell-duty': (effect, { plan, state, view, atMs }) =>
      send(plan, effect.person, atMs, () => dutyMessage(view, dutyWords(plan, state, effect))),
    'retire-page': (effect, { view, atMs }) =>
      outcomeOf(atMs, async () => {
        await replace(effect, retiredPageMessage(view, effect.page))
        return { ok: true }
      }),
    'retire-ask': (effect, { view, atMs }) =>
      outcomeOf(atMs, async () => {
        await replace(effect, retiredApprovalMessage(view, effect.run))
        return { ok: true }
      }),
  }
}

const NOTHING_TO_APPROVE = refused('What it would run has changed since it was asked for: there is nothing to approve.')

const NOTHING_TO_DO = refused('It has been done meanwhile, or is no longer needed.')

/** Undefined when the run that was asked for is not there any more as it was. */
function approvalAsked(id: string, carrying: Carrying): DirectMessage | undefined {
  const asked = carrying.state.recovery.runs[id]
  const step = carrying.view.recovery?.steps.find((candidate) => candidate.id === asked?.step)
  const run = [step?.run, step?.undo].find((candidate) => candidate?.id === id)
  return step && run?.commands ? approvalMessage(carrying.view, step, run, run.commands) : undefined
}
