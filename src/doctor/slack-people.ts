/** Each person's Slack account can be written to. The conversation with the app is opened, as a page would, and nothing is said in it. */

import { codeOf, failureOf } from '../adapters/slack/call-outcomes.ts'
import { createSlackClient } from '../adapters/slack/client.ts'
import type { Plan } from '../plan/schema.ts'
import { type Check, error, type Finding, ok } from './finding.ts'
import { testToken } from './slack-token.ts'

/** What Slack says when there is nobody to write to; anything else is no verdict on the person. */
const NOBODY: Record<string, string> = {
  user_not_found: 'There is no such account in this workspace.',
  users_not_found: 'There is no such account in this workspace.',
  users_list_not_supplied: 'There is no such account in this workspace.',
  user_disabled: 'The account has been deactivated.',
  user_not_visible: 'The app may not see this account.',
  cannot_dm_bot: 'It is the account of a bot.',
  invalid_user_combination: 'It cannot be written to.',
}

export const slackPeople: Check = {
  name: 'slack-people',
  group: 'Slack',
  async run({ settings: { slack }, plans: { plans }, nowMs }, signal) {
    // Why the token does not work, its own check tells.
    if (!slack || !(await testToken(slack).catch(() => undefined))) return []
    const client = createSlackClient({
      token: slack.botToken,
      ...(slack.apiUrl !== undefined && { apiUrl: slack.apiUrl }),
    })
    const found: Finding[] = []
    const all = plans.flatMap((plan) =>
      Object.entries(plan.people).map(([person, { name, slack: user }]) => ({ plan, person, name, user })),
    )
    for (const { plan, person, name, user } of all) {
      if (user === undefined || signal.aborted) continue
      try {
        await client.conversations.open({ users: user })
      } catch (cause) {
        const why = NOBODY[codeOf(cause) ?? '']
        if (why === undefined) return [...found, notAsked(failureOf(cause, nowMs()).reason)]
        found.push(gone(plan, person, name, why))
      }
    }
    const asked = all.filter(({ user }) => user !== undefined).length
    return found.length > 0 || asked === 0 ? found : [ok(`Slack can write to everybody who has an id: ${asked}`)]
  },
}

const gone = (plan: Plan, person: string, name: string, why: string): Finding =>
  error(
    `Slack cannot write to ${name} (${plan.id}/${person})`,
    why,
    `Put the Slack id of ${name} right, in the plan ${plan.id} or its contacts.`,
  )

const notAsked = (why: string): Finding => ({
  level: 'skipped',
  what: 'Not everybody could be looked up in Slack',
  why,
  remedy: 'Run `muster doctor` again in a minute.',
})
