/** What people type and press reaches Muster: Socket Mode can be opened, or there is an address that Slack can send to. */

import { createSlackClient } from '../adapters/slack/client.ts'
import { EVENTS_PATH } from '../adapters/slack/http-receiver.ts'
import { type Check, error, type Finding, ok } from './finding.ts'
import { slackTrouble } from './slack-trouble.ts'

export const slackConnection: Check = {
  name: 'slack-connection',
  group: 'Slack',
  async run({ settings: { slack, publicUrl }, nowMs }) {
    if (!slack) return []
    const { appToken, signingSecret, apiUrl } = slack
    if (appToken !== undefined) return [await openSocket(appToken, apiUrl, nowMs())]
    if (signingSecret === undefined) return [nobodyCanType]
    return [publicUrl === undefined ? noAddress : ok(`Slack is to send to ${publicUrl}${EVENTS_PATH}`)]
  },
}

const nobodyCanType = error(
  'Nobody can type /dr',
  'There is neither a token for Socket Mode nor a signing secret for HTTP.',
  'Set SLACK_APP_TOKEN (needs no public address) or SLACK_SIGNING_SECRET.',
)

const noAddress = error(
  'Slack has nowhere to send what people type',
  'SLACK_SIGNING_SECRET is for HTTP, which needs a public address.',
  'Set MUSTER_PUBLIC_URL, or switch on Socket Mode and set SLACK_APP_TOKEN.',
)

/** Slack gives an address that runs out unused; no connection is opened, which would take deliveries from the Muster that runs. */
async function openSocket(appToken: string, apiUrl: string | undefined, nowMs: number): Promise<Finding> {
  const client = createSlackClient({ token: appToken, ...(apiUrl !== undefined && { apiUrl }) })
  try {
    await client.apps.connections.open()
    return ok('Socket Mode can be opened')
  } catch (cause) {
    const remedy =
      'Switch on Socket Mode (api.slack.com/apps, your app, Socket Mode) and set SLACK_APP_TOKEN to an app-level token (Basic Information) with connections:write.'
    return slackTrouble('Socket Mode cannot be opened', cause, nowMs, remedy)
  }
}
