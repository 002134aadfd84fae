/**
 * Every Web API method that this adapter calls, with the bot scopes that Slack wants for it (docs.slack.dev/reference/methods). The
 * manifest asks for exactly these; test/adapters/slack/manifest.test.ts holds both to the code.
 */
export const METHOD_SCOPES = {
  'auth.test': [],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  // chat:write.public: the overview and audience channels of a plan are posted to by name, and nobody invites an app at 3 a.m.
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'conversations.create': ['channels:manage'],
  'conversations.invite': ['channels:manage'],
  // Whether a notice of which nobody knows is there already: in channels, and in direct messages.
  'conversations.history': ['channels:history', 'im:history'],
  // To find a channel again that was opened in an attempt whose answer was lost.
  'conversations.list': ['channels:read'],
  'conversations.open': ['im:write'],
  'conversations.setPurpose': ['channels:manage'],
  'conversations.setTopic': ['channels:manage'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'pins.add': ['pins:write'],
  'usergroups.users.list': ['usergroups:read'],
  // Guests, people of other workspaces and deactivated accounts may not command a recovery.
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
} as const satisfies Record<string, readonly string[]>

/** Scopes that go with what the app receives rather than calls: a slash command, and each event subscribed to. */
export const RECEIVING_SCOPES = {
  command: 'commands',
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
} as const

/** All that the app asks for, in alphabetical order: what the manifest lists and an installation should have been granted. */
export const BOT_SCOPES: readonly string[] = [
  ...new Set<string>([...Object.values(METHOD_SCOPES).flat(), ...Object.values(RECEIVING_SCOPES)]),
].sort()

/** Event subscriptions, as the manifest names them. */
export const BOT_EVENTS = ['app_home_opened', 'app_mention', 'message.channels'] as const

/** Shortcuts by callback id, which is the command that they run. */
export const SHORTCUTS = { declare: 'global', note: 'message' } as const
