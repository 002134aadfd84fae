/**
 * What the emulator's messages and conversations lack, method by method: Slack's checks before a post, the bot's mark
 * and generated ids on it, `not_in_channel` for a bot that is no member, the time window of a history, `force` on
 * invitations. Everything else passes to the emulator unchanged.
 */
import { APP_ID, BOT_ID, BOT_USER_ID, type SlackEmulator } from './emulator.ts'
import type { Ephemerals } from './ephemerals.ts'
import { messageRefusal } from './payload-checks.ts'
import { type RandomId, withIds } from './slack-ids.ts'
import type { Call, MethodTable } from './web-api.ts'
import { isObject, isTrue, type Json, refuse, type SlackReply, stringOf } from './wire.ts'

/** What the emulator gives for one page at most. */
const PAGE_MAX = 1_000

export function messageMethods(emulator: SlackEmulator, ephemerals: Ephemerals, randomId: RandomId): MethodTable {
  const forward = (call: Call, args: Json = call.args) => emulator.call(call.userId, call.method, args)

  /** The emulator lets anyone into a public channel; Slack wants a bot to be a member first. */
  const outsider = async (call: Call) => {
    if (call.door === 'driver') return undefined
    const info = await emulator.call(call.userId, 'conversations.info', { channel: call.args.channel })
    return info.ok && isObject(info.channel) && !info.channel.is_member ? refuse('not_in_channel') : undefined
  }
  const message = async (call: Call) => {
    if (call.door === 'bot') {
      const bad = messageRefusal(call.method, call.args) ?? (await outsider(call))
      if (bad) return bad
    }
    return forward(call, asPosted(call, randomId))
  }
  const read = async (call: Call) => (await outsider(call)) ?? forward(call)

  return {
    'chat.postMessage': message,
    'chat.update': message,
    async 'chat.postEphemeral'(call) {
      const reply = await message(call)
      if (reply.ok) ephemerals.add(ephemeralOf(call, reply, randomId))
      return reply
    },
    async 'chat.getPermalink'(call) {
      const reply = await forward(call)
      return moved(reply, 'permalink', emulator.advertisedOrigin, 'https://sandbox.slack.com')
    },
    async 'files.getUploadURLExternal'(call) {
      const reply = await forward(call)
      return moved(reply, 'upload_url', emulator.advertisedOrigin, call.origin)
    },
    async 'conversations.history'(call) {
      const { oldest, latest } = call.args
      return (await outsider(call)) ?? (oldest || latest ? windowOf(emulator, call) : forward(call))
    },
    'conversations.replies': read,
    async 'conversations.create'(call) {
      const name = stringOf(call.args.name)
      // The emulator would lower the name and carry on; Slack refuses it, and a bot should learn that here.
      return /[A-Z\s.]/.test(name) ? refuse('invalid_name_specials') : forward(call)
    },
    async 'conversations.invite'(call) {
      const reply = await forward(call)
      return !reply.ok && isTrue(call.args.force) && Array.isArray(reply.errors)
        ? inviteRest(call, reply, forward)
        : reply
    },
  }
}

/** The message as Slack keeps it: with all ids, and signed by the app when the bot posts. */
function asPosted(call: Call, randomId: RandomId): Json {
  const args: Json = { ...call.args }
  if (typeof args.channel === 'string') args.channel = args.channel.replace(/^#/, '')
  if (args.blocks !== undefined) args.blocks = withIds(args.blocks, randomId)
  return call.userId === BOT_USER_ID ? { ...args, bot_id: BOT_ID, app_id: APP_ID } : args
}

const ephemeralOf = ({ args }: Call, reply: SlackReply, randomId: RandomId) => ({
  user: stringOf(args.user),
  channel: stringOf(args.channel),
  text: stringOf(args.text),
  blocks: args.blocks === undefined ? [] : withIds(args.blocks, randomId),
  ts: stringOf(reply.message_ts),
})

const moved = (reply: SlackReply, field: string, from: string, to: string): SlackReply =>
  reply.ok ? { ...reply, [field]: stringOf(reply[field]).replace(from, to) } : reply

/** History between two timestamps, which the emulator does not know: all of it is read and then cut. */
async function windowOf(emulator: SlackEmulator, call: Call): Promise<SlackReply> {
  const { channel, oldest, latest, inclusive, limit } = call.args
  const within = (ts: string) => {
    const afterOldest = !oldest || order(ts, String(oldest)) > 0 || (isTrue(inclusive) && ts === oldest)
    const beforeLatest = !latest || order(ts, String(latest)) < 0 || (isTrue(inclusive) && ts === latest)
    return afterOldest && beforeLatest
  }
  const found: Json[] = []
  let cursor = ''
  do {
    const reply = await emulator.call(call.userId, call.method, { channel, limit: PAGE_MAX, cursor })
    if (!reply.ok) return reply
    found.push(...(reply.messages as Json[]).filter((message) => within(stringOf(message.ts))))
    cursor = stringOf((reply.response_metadata as Json | undefined)?.next_cursor)
  } while (cursor)
  const wanted = Math.min(Number(limit) || 100, PAGE_MAX)
  return { ok: true, messages: found.slice(0, wanted), has_more: found.length > wanted }
}

/** Timestamps have more digits than a number holds: seconds first, then the rest. */
function order(left: string, right: string): number {
  const [leftSeconds, leftRest] = left.split('.')
  const [rightSeconds, rightRest] = right.split('.')
  return Number(leftSeconds) - Number(rightSeconds) || Number(leftRest ?? 0) - Number(rightRest ?? 0)
}

/** `force`: those who can be invited are, and the others are reported beside the success. */
async function inviteRest(call: Call, refused: SlackReply, forward: (call: Call, args: Json) => Promise<SlackReply>) {
  const errors = refused.errors as Json[]
  const failed = new Set(errors.map((entry) => entry.user))
  const asked = Array.isArray(call.args.users) ? call.args.users : stringOf(call.args.users).split(',')
  const users = asked.map((user) => String(user).trim()).filter((user) => user && !failed.has(user))
  if (users.length === 0) return refused
  const reply = await forward(call, { ...call.args, users: users.join(',') })
  return reply.ok ? { ...reply, errors } : reply
}
