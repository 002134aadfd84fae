/**
 * What one record of the simulated Slack changes in the workspace. Pure. Reads only what succeeded; methods that change nothing that the page
 * shows give nothing.
 */
import type { SlackRecord } from '../../slack/records.ts'
import type { Change } from './changes.ts'
import type { Json, SharedFile, ShownView } from './workspace-state.ts'

/** What a method's success changes. `args` is what was asked, `response` what came back. */
type Reading = (args: Json, response: Json, at: string) => Change[]

const READINGS: Record<string, Reading> = {
  'conversations.create': (_args, { channel }) => [...channelChange(channel), ...createdBy(channel)],
  'conversations.rename': (_args, { channel }) => channelChange(channel),
  'conversations.open': (args, { channel }) => {
    const id = text(object(channel).id)
    const [person = '', ...others] = list(args.users)
    if (id === '' || others.length > 0) return []
    return [{ type: 'channel', id, fields: { name: 'Muster', directWith: person } }]
  },
  'conversations.archive': ({ channel }) => [{ type: 'channel', id: text(channel), fields: { archived: true } }],
  'conversations.unarchive': ({ channel }) => [{ type: 'channel', id: text(channel), fields: { archived: false } }],
  'conversations.setTopic': ({ channel, topic }) => [
    { type: 'channel', id: text(channel), fields: { topic: text(topic) } },
  ],
  'conversations.setPurpose': ({ channel, purpose }) => [
    { type: 'channel', id: text(channel), fields: { purpose: text(purpose) } },
  ],
  'conversations.invite': ({ channel, users }) => [
    { type: 'members', channel: text(channel), joined: list(users), left: [] },
  ],
  'conversations.kick': ({ channel, user }) => [
    { type: 'members', channel: text(channel), joined: [], left: [text(user)] },
  ],
  'chat.postMessage': (_args, { channel, message }, at) => messageChange(text(channel), object(message), at),
  'chat.update': ({ text: said, blocks }, { channel, ts, message }, at) => {
    const now = object(message)
    const fields = { text: text(now.text ?? said), blocks: blocksOf(now.blocks ?? blocks) }
    return [{ type: 'edit', channel: text(channel), ts: text(ts), fields, at }]
  },
  'chat.delete': ({ channel, ts }) => [{ type: 'message-gone', channel: text(channel), ts: text(ts) }],
  'files.completeUploadExternal': fileMessages,
  'pins.add': ({ channel, timestamp }) => [{ type: 'pin', channel: text(channel), ts: text(timestamp), on: true }],
  'pins.remove': ({ channel, timestamp }) => [{ type: 'pin', channel: text(channel), ts: text(timestamp), on: false }],
  'bookmarks.add': bookmarkChange,
  'bookmarks.edit': bookmarkChange,
  'bookmarks.remove': ({ channel_id, bookmark_id }) => [
    { type: 'bookmark-gone', channel: text(channel_id), id: text(bookmark_id) },
  ],
  ephemeral: ({ user, channel, text: said, blocks, ts }, _response, at) => {
    const message = { ts: text(ts), at, user: '', text: text(said), blocks: blocksOf(blocks), onlyFor: text(user) }
    return [{ type: 'message', channel: text(channel), message }]
  },
  view: ({ user, view }) => [{ type: 'view', shown: { user: text(user), view: object(view) as ShownView['view'] } }],
  view_gone: ({ viewIds }) => [{ type: 'views-gone', ids: list(viewIds) }],
}

/** @param botUserId whose an ephemeral message is: Slack's record of it does not say. */
export function slackChanges({ method, args, response, at }: SlackRecord, botUserId: string): Change[] {
  if (response.ok !== true) return []
  const changes = READINGS[method]?.(args, response, at) ?? []
  return changes.map((change) =>
    change.type === 'message' && change.message.user === ''
      ? { ...change, message: { ...change.message, user: botUserId } }
      : change,
  )
}

function channelChange(channel: unknown): Change[] {
  const { id, name } = object(channel)
  return [{ type: 'channel', id: text(id), fields: { name: text(name) } }]
}

function createdBy(channel: unknown): Change[] {
  const { id, creator } = object(channel)
  return creator ? [{ type: 'members', channel: text(id), joined: [text(creator)], left: [] }] : []
}

function messageChange(channel: string, message: Json, at: string, files: SharedFile[] = []): Change[] {
  const { ts, user, text: said, blocks, thread_ts } = message
  const isReply = text(thread_ts) !== '' && thread_ts !== ts
  const shown = { ts: text(ts), at, user: text(user), text: text(said), blocks: blocksOf(blocks) }
  const more = {
    ...(isReply ? { threadTs: text(thread_ts) } : {}),
    ...(files.length > 0 ? { files } : {}),
  }
  return [{ type: 'message', channel, message: { ...shown, ...more } }]
}

/** A shared file makes a message wherever it is shared; Slack says which one in the file's `shares`. */
function fileMessages(args: Json, response: Json, at: string): Change[] {
  const files = Array.isArray(response.files) ? response.files.map(object) : []
  const [first] = files
  const places = Object.values(object(first?.shares)).flatMap((bucket) => Object.entries(object(bucket)))
  return places.flatMap(([channel, shares]) => {
    const { ts, thread_ts } = object(Array.isArray(shares) ? shares.at(-1) : undefined)
    const { initial_comment: said, blocks } = args
    const message = { ts, user: first?.user, text: said, blocks, thread_ts }
    return messageChange(channel, message, at, files.map(sharedFile))
  })
}

const sharedFile = ({ id, name, title, mimetype, size, alt_txt }: Json): SharedFile => ({
  id: text(id),
  name: text(name),
  title: text(title) || text(name),
  type: text(mimetype),
  size: Number(size) || 0,
  alt: text(alt_txt),
})

function bookmarkChange(args: Json, response: Json): Change[] {
  const { id, title, link } = object(response.bookmark)
  const bookmark = { id: text(id), title: text(title), link: text(link) }
  return [{ type: 'bookmark', channel: text(args.channel_id), bookmark }]
}

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
/** Slack takes ids as an array and as a list with commas. */
const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(String) : text(value).split(',')).map((id) => id.trim()).filter(Boolean)
const blocksOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : [])
