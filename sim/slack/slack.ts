/**
 * The sandbox's Slack: one workspace with its people, channels and the bot's app, on which Bolt and `@slack/web-api`
 * run unchanged, over HTTP and Socket Mode. The emulator underneath keeps the workspace; what it lacks stands beside
 * this file, and this file joins it up.
 *
 * It promises Slack's documented behaviour for what the bot uses, and shows a driver everything that happened. It does
 * not send events of its own accord (a message posted, a member joined): `event` sends those that a test wants. Message
 * timestamps follow wall time, as Slack's signatures do; only the `at` of its records follows the sandbox clock.
 */
import { BOT_SCOPES } from '../../src/adapters/slack/scopes.ts'
import type { Clock } from '../../src/engine/clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { Faults } from '../faults/faults.ts'
import { createDeliveries } from './deliveries.ts'
import { createDirectory, type Directory, type SlackPerson, type SlackUserGroup } from './directory.ts'
import { openDoor } from './doors.ts'
import { APP_ID, BOT_USER_ID, type SlackEmulator, type SlackFile, startSlackEmulator, TEAM_ID } from './emulator.ts'
import { createEphemerals } from './ephemerals.ts'
import { createFaultGate } from './fault-effects.ts'
import { openChannels, type Tokens, tokensFor } from './furnish.ts'
import { createHands, type Hands } from './hands.ts'
import { messageMethods } from './message-methods.ts'
import { createRateLimits } from './rate-limits.ts'
import { createRecords, type Records, type SlackRecord } from './records.ts'
import { createResponseUrls } from './response-urls.ts'
import { createSocketMode } from './socket-mode.ts'
import { createTriggers } from './triggers.ts'
import { applyViewResponse, viewMethods } from './view-methods.ts'
import { createViews } from './views.ts'
import { createWebApi } from './web-api.ts'
import type { Json } from './wire.ts'

export interface SlackSimOptions {
  /** They become workspace users; their Slack ids depend on their order alone. */
  people: SlackPerson[]
  userGroups?: SlackUserGroup[]
  /** What the bot checks requests from Slack with. */
  signingSecret: string
  /** Where commands are typed, like `dr-commands`. The bot and all people are in it and in the other channels. */
  commandChannel: string
  otherChannels?: string[]
  /**
   * Faults of service `slack`, met by the bot's calls only; the call's name is the API method, `response_url`, `upload`
   * or `websocket`.
   */
  faults: Faults
  /** The sandbox clock: the `at` of records. */
  clock: Clock
  /** What signatures, trigger ids, Slack's time-outs and slow faults go by; a test may step it. */
  wall?: Clock
  /** Gives a new string each time. */
  randomId: () => string
  /** Live feed of all that passes. */
  onRecord?: (entry: SlackRecord) => void
}

export interface SlackSim extends Hands, Tokens {
  /** What the bot uses as slackApiUrl; faults, rate limits and size checks apply. Socket Mode opens here too. */
  botApiUrl: string
  /** What a driver uses, with the bot's or a person's token: no faults, limits or size checks. */
  apiUrl: string
  teamId: string
  appId: string
  botUserId: string
  commandChannelId: string
  /** Slack user id by person. */
  users: Record<string, string>
  /** GET: the open views whole, each with its `user`; `?user=U` for one user's (with those of unknown users). */
  viewsUrl: string
  /** GET: `[{at, user, channel, text, blocks, ts}]`; `?user=U` for one user's. */
  ephemeralsUrl: string
  /** Takes posts at any path below it; GET lists them as `[{at, path, body}]`. */
  responseUrl: string
  /** Installs the app anew, granted these scopes; at first it has all that its manifest asks for. Calls are let through either way. */
  reinstall(scopes: readonly string[]): void
  /** Makes somebody a guest, somebody from elsewhere, or a full member again. */
  setStanding: Directory['setStanding']
  /** Where the bot's HTTP receiver listens. */
  setEventsUrl(url: string): void
  /** Tells whose a trigger id is that a driver put into its own signed request, and which view it came from if any. */
  noteTrigger(triggerId: string, userId: string, viewId?: string): void
  /** Lets the bot's answer to a driver's own view_submission have its effect on the open views. */
  applyViewResponse(viewId: string, body: string): void
  /** Ends Socket Mode connections as Slack does now and then; clients come back by themselves. */
  refreshSockets(): void
  /** A file as the bot may read it: its own, and those of conversations that it is in; undefined when there is none. */
  file(fileId: string): Promise<SlackFile | undefined>
  /** The latest records, oldest first. */
  records(): SlackRecord[]
  close(): Promise<void>
}

/** Starts everything on free ports of 127.0.0.1; nothing is left running after `close()`. */
export async function startSlackSim(options: SlackSimOptions): Promise<SlackSim> {
  const directory = createDirectory(options.people, options.userGroups ?? [], options.clock)
  const emulator = await startSlackEmulator(directory.members)
  try {
    const channels = [options.commandChannel, ...(options.otherChannels ?? [])]
    const [commandChannelId = ''] = await openChannels(emulator, directory, channels)
    return await openWorkspace(options, directory, emulator, commandChannelId)
  } catch (error) {
    await emulator.close()
    throw error
  }
}

async function openWorkspace(
  options: SlackSimOptions,
  directory: Directory,
  emulator: SlackEmulator,
  commandChannelId: string,
): Promise<SlackSim> {
  const tokens = tokensFor(directory)
  const records = createRecords(options.clock, options.onRecord)
  const parts = createParts(options, directory, emulator, tokens, records)
  const { views, triggers, socketMode, gate } = parts
  const botDoor = await openDoor('bot', { ...parts, onCall: records.add })
  const driverDoor = await openDoor('driver', { ...parts, onCall: records.add })
  const responseUrl = `${botDoor.origin}/response`
  parts.responseUrls.setBaseUrl(responseUrl)
  socketMode.attach(botDoor.server, gate.admit)
  const hands = createHands({
    ...parts,
    commandChannelId,
    onAct: (act, args, response) => records.add('person', act, args, { ...response }),
  })
  return {
    ...hands,
    ...tokens,
    botApiUrl: `${botDoor.origin}/api/`,
    apiUrl: `${driverDoor.origin}/api/`,
    teamId: TEAM_ID,
    appId: APP_ID,
    botUserId: BOT_USER_ID,
    commandChannelId,
    users: directory.users,
    viewsUrl: `${driverDoor.origin}/views`,
    ephemeralsUrl: `${driverDoor.origin}/ephemerals`,
    responseUrl,
    reinstall: parts.reinstall,
    setStanding: directory.setStanding,
    setEventsUrl: parts.deliveries.setEventsUrl,
    noteTrigger: triggers.note,
    applyViewResponse: (viewId, body) => applyViewResponse(views, viewId, body),
    refreshSockets: () => socketMode.disconnect('refresh_requested'),
    file: (fileId) => emulator.file(BOT_USER_ID, fileId),
    records: records.list,
    async close() {
      gate.close()
      await socketMode.close()
      await Promise.all([botDoor.close(), driverDoor.close(), emulator.close()])
    },
  }
}

/** All that has state or behaviour, joined up but not yet listening. */
function createParts(
  options: SlackSimOptions,
  directory: Directory,
  emulator: SlackEmulator,
  tokens: Tokens,
  records: Records,
) {
  const { clock, randomId, wall = wallClock } = options
  const appears = (method: string, args: Json, response: Json = { ok: true }) =>
    records.add('workspace', method, args, response)
  const ephemerals = createEphemerals(clock, (entry) => appears('ephemeral', { ...entry }))
  const triggers = createTriggers(wall, randomId)
  const views = createViews(wall, randomId, (change) =>
    'gone' in change
      ? appears('view_gone', { viewIds: change.gone })
      : appears('view', { user: change.shown.userId, view: change.shown.view }),
  )
  const socketMode = createSocketMode(wall, randomId)
  const knowsUser = (userId: string) => directory.members.some((member) => member.userId === userId)
  let botScopes = BOT_SCOPES
  const reinstall = (scopes: readonly string[]) => {
    botScopes = scopes
  }
  const webApi = createWebApi({
    botScopes: () => botScopes,
    emulator,
    limits: createRateLimits([wall, clock]),
    methods: {
      ...directory.methods,
      ...messageMethods(emulator, ephemerals, randomId),
      ...viewMethods(views, triggers, knowsUser),
      ...socketMode.methods,
    },
    botToken: tokens.botToken,
    appToken: tokens.appToken,
    userByToken: new Map(Object.entries(tokens.userTokens).map(([person, token]) => [token, directory.users[person]!])),
  })
  const deliveries = createDeliveries(socketMode, wall, options.signingSecret)
  const gate = createFaultGate(options.faults, wall)
  const responseUrls = createResponseUrls({ emulator, ephemerals, clock, wall, randomId, onMessage: appears })
  const shared = { directory, emulator, ephemerals, views, triggers, responseUrls, deliveries, wall, randomId }
  return { ...shared, socketMode, webApi, gate, reinstall }
}
