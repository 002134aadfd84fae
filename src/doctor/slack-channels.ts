/** The channels that plans name are there to be written to. */
import { publicChannels } from '../adapters/slack/channel-list.ts'
import { createSlackClient } from '../adapters/slack/client.ts'
import type { Plan } from '../plan/schema.ts'
import { type Check, type Finding, ok, warning } from './finding.ts'
import { testToken } from './slack-token.ts'

export const slackChannels: Check = {
  name: 'slack-channels',
  group: 'Slack',
  async run({ settings: { slack }, plans: { plans } }, signal) {
    const wanted = plans.flatMap((plan) => channelsOf(plan).map((channel) => ({ plan, channel })))
    if (!slack || wanted.length === 0 || !(await testToken(slack).catch(() => undefined))) return []
    const client = createSlackClient({
      token: slack.botToken,
      ...(slack.apiUrl !== undefined && { apiUrl: slack.apiUrl }),
    })
    const known = new Set<string>()
    for await (const { id = '', name = '' } of publicChannels(client, signal)) known.add(id).add(name)
    const missing = wanted.filter(({ channel }) => !known.has(channel))
    if (missing.length > 0) return missing.map(({ plan, channel }) => notThere(plan, channel))
    return [ok(`The channels that plans name are there: ${wanted.length}`)]
  },
}

function channelsOf({ audiences, overviewChannel }: Plan): string[] {
  const named = [...Object.values(audiences).map(({ slack }) => slack), overviewChannel]
  return [...new Set(named.flatMap((name) => (name === undefined ? [] : [name.replace(/^#/, '')])))]
}

const notThere = (plan: Plan, channel: string): Finding =>
  warning(
    `#${channel} is no public channel of the workspace (${plan.id})`,
    'It was archived or renamed, or it is private, and then the app has to be in it.',
    `Create #${channel}, or name another one in the plan ${plan.id}; a private one: invite the app, and let this stand.`,
  )
