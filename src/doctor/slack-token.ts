/** The bot token is one, and Slack takes it. */
import type { AuthTestResponse } from '@slack/web-api'
import { createSlackClient } from '../adapters/slack/client.ts'
import { type Check, error, type Finding, ok, type Subject, skipped } from './finding.ts'
import { slackTrouble } from './slack-trouble.ts'

const WHERE = 'the Bot User OAuth Token (api.slack.com/apps, your app, OAuth & Permissions)'

export const slackToken: Check = {
  name: 'slack-token',
  group: 'Slack',
  async run({ settings: { slack }, nowMs }) {
    if (!slack) return [slackIsOff]
    try {
      return [judged(await testToken(slack))]
    } catch (cause) {
      return [slackTrouble('The bot token does not work', cause, nowMs(), `Set SLACK_BOT_TOKEN to ${WHERE}.`)]
    }
  },
}

const slackIsOff = skipped(
  'Slack is off',
  'No /dr, no channel, no board; pages go by the other means.',
  'Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): docs/connect.md.',
)

/** Rejects with the SDK's error when Slack refuses or is not there. */
export function testToken({ botToken, apiUrl }: NonNullable<Subject['settings']['slack']>): Promise<AuthTestResponse> {
  return createSlackClient({ token: botToken, ...(apiUrl !== undefined && { apiUrl }) }).auth.test()
}

function judged({ bot_id: bot, user, team }: AuthTestResponse): Finding {
  if (bot) return ok(`The bot token is @${user}'s in the workspace ${team}`)
  return error(
    `SLACK_BOT_TOKEN is the token of a person, ${user}`,
    'Only a bot can page people.',
    `Set it to ${WHERE}.`,
  )
}
