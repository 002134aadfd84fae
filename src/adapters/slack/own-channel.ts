/**
 * Finds a channel that an earlier attempt has opened for this very incident without living to tell: its name is taken then, and by us. It
 * gives only a channel whose purpose names the incident, or one that we made since the declaration and that nobody has given a purpose or
 * topic yet. When Slack does not say, there is none: a channel too many is better than one that belongs to another disaster.
 */
import type { WebClient } from '@slack/web-api'
import { publicChannels } from './channel-list.ts'

/** So much may Slack's clock be behind ours, milliseconds. */
const CLOCKS_DIFFER_MS = 5 * 60_000

interface Channel {
  id: string
  creator: string | undefined
  createdMs: number
  purpose: string
  topic: string
}

interface Workspace {
  /** The app's own user. */
  self: string | undefined
  byName: Map<string, Channel>
}

/** What the purpose of an incident's channel says; it also marks the channel as that incident's. */
export const purposeOf = (incident: string): string => `active DR coordination (${incident})`

/**
 * Looks names up among the workspace's channels, which are listed once, with the first name that is asked for.
 * @param about `declaredMs`: epoch milliseconds.
 * @returns the channel's id, when it is ours.
 */
export function createOwnChannels(
  client: WebClient,
  about: { incident: string; declaredMs: number },
  signal: AbortSignal,
) {
  let listed: Promise<Workspace | undefined> | undefined
  return async (name: string): Promise<string | undefined> => {
    listed ??= list(client, signal).catch(() => undefined)
    const workspace = await listed
    const channel = workspace?.byName.get(name)
    return channel && isOurs(channel, workspace?.self, about) ? channel.id : undefined
  }
}

function isOurs(channel: Channel, self: string | undefined, about: { incident: string; declaredMs: number }): boolean {
  const { creator, createdMs, purpose, topic } = channel
  if (purpose.includes(`(${about.incident})`)) return true
  const isBare = purpose === '' && topic === ''
  return isBare && self !== undefined && creator === self && createdMs >= about.declaredMs - CLOCKS_DIFFER_MS
}

async function list(client: WebClient, signal: AbortSignal): Promise<Workspace> {
  const self = (await client.auth.test()).user_id
  const byName = new Map<string, Channel>()
  for await (const { id, name, creator, created, purpose, topic } of publicChannels(client, signal)) {
    if (!id || !name) continue
    const createdMs = (created ?? 0) * 1_000
    byName.set(name, { id, creator, createdMs, purpose: purpose?.value ?? '', topic: topic?.value ?? '' })
  }
  return { self, byName }
}
