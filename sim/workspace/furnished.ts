/** The channels that the simulated Slack was furnished with before anything was on record: asked for once. */
import type { SlackSim } from '../slack/slack.ts'
import type { Change } from './state/changes.ts'

type SlackAccess = Pick<SlackSim, 'apiUrl' | 'botToken'>

/**
 * Public channels in which the bot is, with their members.
 * @throws when the simulated Slack refuses, which is a bug.
 */
export async function furnishedChannels(slack: SlackAccess): Promise<Change[]> {
  const { channels } = await ask<{ channels: ListedChannel[] }>(slack, 'conversations.list', { limit: '1000' })
  const ours = channels.filter((channel) => channel.is_member)
  const read = ours.map(async ({ id, name, topic, purpose }): Promise<Change[]> => {
    const { members } = await ask<{ members: string[] }>(slack, 'conversations.members', { channel: id, limit: '1000' })
    return [
      { type: 'channel', id, fields: { name, topic: topic.value, purpose: purpose.value } },
      { type: 'members', channel: id, joined: members, left: [] },
    ]
  })
  return (await Promise.all(read)).flat()
}

interface ListedChannel {
  id: string
  name: string
  is_member: boolean
  topic: { value: string }
  purpose: { value: string }
}

async function ask<T>({ apiUrl, botToken }: SlackAccess, method: string, args: Record<string, string>): Promise<T> {
  const headers = { authorization: `Bearer ${botToken}` }
  const response = await fetch(`${apiUrl}${method}`, { method: 'POST', headers, body: new URLSearchParams(args) })
  const reply = (await response.json()) as T & { ok: boolean; error?: string }
  if (!reply.ok) throw new Error(`The sandbox's Slack refuses ${method}: ${reply.error}.`)
  return reply
}
