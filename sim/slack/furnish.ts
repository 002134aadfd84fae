/**
 * What the workspace holds before anybody does anything: tokens for the app and for each person, and channels with
 * everybody in them.
 */
import type { Directory } from './directory.ts'
import { BOT_USER_ID, type SlackEmulator } from './emulator.ts'
import { isObject, type Json, type SlackReply, stringOf } from './wire.ts'

/** Slack takes so many users in one invitation. */
const INVITED_AT_ONCE = 100

export interface Tokens {
  botToken: string
  appToken: string
  /** By person. */
  userTokens: Record<string, string>
}

export const tokensFor = (directory: Directory): Tokens => ({
  botToken: 'xoxb-sandbox',
  appToken: 'xapp-sandbox',
  userTokens: Object.fromEntries(
    Object.keys(directory.users).map((person, index) => [person, `xoxp-sandbox-${index + 1}`]),
  ),
})

/**
 * Makes the channels and brings the bot and all people in.
 * @returns their ids in the same order.
 * @throws when Slack would refuse a name.
 */
export async function openChannels(emulator: SlackEmulator, directory: Directory, names: string[]): Promise<string[]> {
  const asBot = (method: string, args: Json) => emulator.call(BOT_USER_ID, method, args)
  const ids: string[] = []
  for (const name of names) {
    const created = await asBot('conversations.create', { name })
    // `general` and `random` are there from the start, as in every workspace.
    const reply = created.error === 'name_taken' ? await joinByName(asBot, name) : created
    if (!reply.ok || !isObject(reply.channel)) {
      throw new Error(`The sandbox cannot make the Slack channel "${name}": ${reply.error}.`)
    }
    const channel = stringOf(reply.channel.id)
    for (let from = 0; from < directory.members.length; from += INVITED_AT_ONCE) {
      const users = directory.members.slice(from, from + INVITED_AT_ONCE).map(({ userId }) => userId)
      const invited = await asBot('conversations.invite', { channel, users: users.join(',') })
      if (!invited.ok) throw new Error(`The sandbox cannot invite people to "${name}": ${invited.error}.`)
    }
    ids.push(channel)
  }
  return ids
}

async function joinByName(asBot: (method: string, args: Json) => Promise<SlackReply>, name: string) {
  const { channels } = await asBot('conversations.list', {})
  const found = (channels as Json[]).find((channel) => channel.name === name)
  return asBot('conversations.join', { channel: found?.id })
}
