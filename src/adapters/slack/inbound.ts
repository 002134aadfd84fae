/**
 * Everything that comes in from Slack, over HTTP (mounted in the program's own server) and over Socket Mode, either or both, with Bolt. What
 * it promises: Slack is answered at once and the work follows; a retried delivery acts once; a request that is not Slack's has no effect;
 * a lost connection is opened again. What commands mean is not known here: see `SlackAsking`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, type Receiver } from '@slack/bolt'
import type { Home } from '../../../commands/command.ts'
import type { Clock } from '../../engine/clock.ts'
import { wallClock } from '../../engine/wall-clock.ts'
import { createAcknowledgeFirst } from './acknowledge-first.ts'
import { createDesk, type SlackAsking } from './asking.ts'
import { clientOptions, createSlackClient, type SlackAccess, sdkLogger } from './client.ts'
import { publishHome } from './home.ts'
import { createSlackHttp, type SlackHttp } from './http-receiver.ts'
import { createLifeSigns } from './life-signs.ts'
import { addListeners } from './listeners.ts'
import { createMembers } from './members.ts'
import { createReplies } from './replies.ts'
import { createSocketConnection } from './socket-connection.ts'

export interface SlackInboundParts extends SlackAsking {
  access: SlackAccess
  /** The app's signing secret; absent: nothing is taken over HTTP. */
  signingSecret?: string
  /** App-level token; absent: no Socket Mode. */
  appToken?: string
  /** The program's clock. */
  clock: Clock
  /** Somebody wrote in an incident's channel; at most once a minute for each channel. */
  onLife(channelId: string, slackUserId: string): Promise<void>
}

export interface SlackInbound {
  /** For the program's HTTP server: takes the request if it is Slack's; false: untouched. */
  listener(request: IncomingMessage, response: ServerResponse): boolean
  /** Opens the Socket Mode connection, if there is one to open. Resolves after the first attempt, also when it failed. */
  start(): Promise<void>
  /** Closes the connection and waits for the work in hand. A second time does nothing. */
  stop(): Promise<void>
  /** Resolves when all work taken on so far has ended. */
  settled(): Promise<void>
  /** Whether somebody is in a user group of the workspace; false while Slack does not say. */
  inGroup(slackUserId: string, group: string): Promise<boolean>
}

export function createSlackInbound(parts: SlackInboundParts): SlackInbound {
  const { access, signingSecret, appToken } = parts
  const { logger } = access
  const client = createSlackClient(access)
  const members = createMembers({ client, nowMs: wallClock.now, logger })
  const work = new Set<Promise<void>>()
  const first = createAcknowledgeFirst()
  const later = (job: () => Promise<void>) => {
    const begun = first.turn().then(job)
    const held = begun.catch((error) => logger?.error(`slack: ${error instanceof Error ? error.stack : error}`))
    work.add(held)
    void held.then(() => work.delete(held))
  }
  const settled = async () => {
    while (work.size > 0) await Promise.all(work)
  }

  const sendReply = createReplies(client, logger)
  const desk = createDesk({ ...parts, client, members, sendReply, ...(logger ? { logger } : {}) })
  const onMessage = createLifeSigns(parts)
  const onHome = async (user: string) => {
    const [by, atMs] = [await parts.whoIs(user), parts.clock.now()]
    const refused = await members.whyNot(user, { isPerson: by.person !== undefined })
    const home = refused === undefined ? await parts.home({ by, atMs }) : closedHome(refused, atMs)
    await publishHome({ client, logger }, user, home)
  }
  const listen = (receiver: Receiver) => addListeners(createApp(access, receiver), { desk, later, onMessage, onHome })

  let http: SlackHttp | undefined
  if (signingSecret) {
    http = createSlackHttp(signingSecret, logger)
    listen(http.receiver)
  }
  const socket = appToken ? createSocketConnection({ ...access, appToken }) : undefined
  if (socket) listen(socket.receiver)

  return {
    listener(request, response) {
      const isTaken = http?.listener(request, response) ?? false
      if (isTaken) first.arrived(response)
      return isTaken
    },
    async start() {
      await socket?.start()
    },
    async stop() {
      await socket?.stop()
      await settled()
    },
    settled,
    inGroup: members.inGroup,
  }
}

/** For whom Muster does not speak to. */
const closedHome = (why: string, atMs: number): Home => ({ atMs, sections: [{ text: why }], buttons: [] })

function createApp(access: SlackAccess, receiver: Receiver): App {
  const app = new App({
    receiver,
    // Bolt would otherwise ask Slack who we are before the first acknowledgement, which then waits for Slack.
    authorize: async () => ({ botToken: access.token }),
    // What apps say is told apart by our listeners; nothing needs remembering between requests.
    ignoreSelf: false,
    convoStore: false,
    clientOptions: clientOptions(access),
    logger: sdkLogger(access.logger),
  })
  app.error(async (error) => access.logger?.error(`slack: ${error.stack ?? error.message}`))
  return app
}
