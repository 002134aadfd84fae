/**
 * A running Slack sandbox for a test, and Bolt apps on it. The real SDKs, over real HTTP and WebSockets; whatever was
 * started is closed when the test ends.
 */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { createFaults, type Faults } from '../../../sim/faults/faults.ts'
import { type SlackSim, type SlackSimOptions, startSlackSim } from '../../../sim/slack/slack.ts'
import { createSteppedClock, type SteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'

export const SIGNING_SECRET = 'sandbox-signing-secret'

/** Refusals are what these tests are about; the SDKs need not print them. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
/** No retries and no waiting on 429: a test wants to see what Slack answered. */
const SDK_OPTIONS = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logger: silent }
/** Socket Mode comes back after this long; Bolt's own 5 s are the tests' patience wasted. */
const RECONNECT_MS = 200

export interface Workspace {
  slack: SlackSim
  faults: Faults
  /** The sandbox clock: frozen at 2026-03-01T09:00:00Z until the test moves it. */
  clock: SteppedClock
  /** At the bot's door. */
  bot: WebClient
  /** At the driver's door, with the bot's token. */
  driver: WebClient
}

export async function startWorkspace(options: Partial<SlackSimOptions> = {}): Promise<Workspace> {
  const faults = createFaults()
  const clock = createSteppedClock(wallClock, Date.parse('2026-03-01T09:00:00Z'), false)
  let ids = 0
  const slack = await startSlackSim({
    people: [
      { person: 'amara', name: 'Amara Okafor', email: 'amara@example.org', timezone: 'Africa/Lagos' },
      { person: 'ben', name: 'Ben Weiss', email: 'ben@example.org' },
    ],
    userGroups: [{ handle: 'on-call', name: 'On call', people: ['ben'] }],
    signingSecret: SIGNING_SECRET,
    commandChannel: 'dr-commands',
    otherChannels: ['engineering'],
    faults,
    clock,
    randomId: () => `id${String(++ids).padStart(6, '0')}`,
    ...options,
  })
  onTestFinished(() => slack.close())
  const client = (slackApiUrl: string) => new WebClient(slack.botToken, { slackApiUrl, ...SDK_OPTIONS })
  return { slack, faults, clock, bot: client(slack.botApiUrl), driver: client(slack.apiUrl) }
}

/** A Bolt app with an HTTP receiver, which the sandbox's people reach. */
export async function startHttpApp(slack: SlackSim, listen: (app: App) => void): Promise<{ app: App; url: string }> {
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logger: silent })
  const app = new App({ token: slack.botToken, receiver, logger: silent, clientOptions: clientOptions(slack) })
  listen(app)
  const server = (await app.start(0)) as Server
  onTestFinished(async () => {
    await app.stop()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  slack.setEventsUrl(url)
  return { app, url }
}

/** A Bolt app in Socket Mode. */
export async function startSocketApp(slack: SlackSim, listen: (app: App) => void): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silent,
    clientPingTimeout: RECONNECT_MS,
    installerOptions: { clientOptions: clientOptions(slack) },
  })
  const app = new App({ token: slack.botToken, receiver, logger: silent, clientOptions: clientOptions(slack) })
  listen(app)
  await app.start()
  onTestFinished(async () => {
    await app.stop()
  })
  return app
}

const clientOptions = (slack: SlackSim) => ({ slackApiUrl: slack.botApiUrl, ...SDK_OPTIONS })

/** The error code of a Web API call that is refused. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: { data?: { error?: string } }) => reason,
  )
  return error?.data?.error ?? String(error)
}

export async function getJson<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T
}
