/**
 * The sandbox's PagerDuty: Events API v2, the REST API v2 that a pager needs, and signed v3 webhooks, over HTTPS because the official
 * client speaks nothing else. The bot's door meets faults and rate limits, the driver's meets neither; both show the same account.
 * It never escalates or notifies by itself: what people do is up to the driver.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '../../src/engine/clock.ts'
import type { Faults } from '../faults/faults.ts'
import { createBackground } from '../http/background.ts'
import { type CallRecord, createCallLog } from '../http/call-log.ts'
import type { Delivery } from '../http/deliver.ts'
import { openDoor, type RefusedReply } from '../http/door.ts'
import { type DoorReply, type DoorRequest, json } from '../http/messages.ts'
import { makeLocalCertificate } from '../tls/local-authority.ts'
import { driverRoute } from './driver-routes.ts'
import { enqueue, TOO_MANY_EVENTS } from './events-api.ts'
import { createIncidentStore, type Incident, type PagerDutyService, type PagerDutyUser } from './incidents.ts'
import { createOnCallSchedules } from './on-call.ts'
import { createRateWindow, EVENTS_PER_MINUTE_MAX, REST_CALLS_PER_MINUTE_MAX } from './rate-window.ts'
import { rest, restError } from './rest-api.ts'
import { createWebhooks } from './webhooks.ts'

export interface PagerDutySimOptions {
  users: PagerDutyUser[]
  /** Who is on call from the start, by schedule id and user id. */
  onCall?: { schedule: string; user: string }[]
  /** Each signs every webhook; the first is the current one. */
  webhookSecrets: string[]
  /** Where the certificate authority to trust is written. */
  caPath: string
  faults: Faults
  clock: Clock
  randomId: () => string
  onRecord?: (record: CallRecord) => void
  /** Told of each incident as it opens and as it changes. */
  onIncident?: (incident: Incident) => void
}

export interface PagerDutySim {
  /** The driver's door, https. */
  url: string
  /** The bot's door as pdjs wants it: `server: 'HOST:PORT'`, spoken to by https. */
  botServer: string
  caPath: string
  /** PEM of the authority at `caPath`. */
  ca: string
  /** Plain http, GET: all calls of the bot. */
  receivedUrl: string
  /** 32 characters: the integration key of the account's one service. */
  routingKey: string
  /** The REST API key. */
  apiKey: string
  /** Where webhooks go; before the first call none are sent. */
  setWebhookUrl(url: string): void
  /** Resolves once no webhook is under way. */
  settled(): Promise<void>
  close(): Promise<void>
}

export async function startPagerDutySim(options: PagerDutySimOptions): Promise<PagerDutySim> {
  const { clock, faults, randomId } = options
  const certificate = await makeLocalCertificate(options.caPath)
  const log = createCallLog('pagerduty', clock, options.onRecord)
  const account = createAccount(options)

  const answer = async (request: DoorRequest, who: 'bot' | 'driver'): Promise<DoorReply> => {
    const limited = who === 'bot'
    if (request.path === '/v2/enqueue' && request.method === 'POST') {
      return enqueue({ ...account, newDedupKey: randomId, ...(limited && { limit: account.eventLimit }) }, request)
    }
    const asDriver = limited ? undefined : await driverRoute(account, request)
    return asDriver ?? rest({ ...account, clock, ...(limited && { guard: account.restGuard }) }, request)
  }
  const tls = { key: certificate.key, cert: certificate.cert }
  const bot = await openDoor({
    tls,
    handle: (request) => answer(request, 'bot'),
    meets: { faults, service: 'pagerduty', refuse },
    onCall: log.of('bot'),
  })
  const driver = await openDoor({ tls, handle: (request) => answer(request, 'driver'), onCall: log.of('driver') })
  const received = await openDoor({ handle: () => json(200, log.botCalls()) })
  return {
    url: driver.url,
    botServer: bot.host,
    caPath: options.caPath,
    ca: certificate.ca,
    receivedUrl: `${received.url}/received`,
    routingKey: account.routingKey,
    apiKey: account.restGuard.apiKey,
    setWebhookUrl: account.webhooks.setUrl,
    settled: account.settled,
    async close() {
      await Promise.all([bot.close(), driver.close(), received.close()])
      await account.settled()
    },
  }
}

function createAccount(options: PagerDutySimOptions) {
  const { clock, randomId, users } = options
  const newId = () => pagerDutyId(randomId())
  const background = createBackground()
  const webhooks = createWebhooks({ secrets: options.webhookSecrets, newId: randomId })
  const onCall = createOnCallSchedules(clock)
  for (const { schedule, user } of options.onCall ?? []) {
    onCall.set(
      schedule,
      users.find((one) => one.id === user),
    )
  }
  let lastWebhook: Promise<Delivery | undefined> = Promise.resolve(undefined)
  const incidents = createIncidentStore({
    clock,
    newId,
    onCallNow: onCall.now,
    onChange(type, incident, agent) {
      options.onIncident?.({ ...incident })
      lastWebhook = webhooks.send(type, incident, agent)
      background.run(() => lastWebhook)
    },
  })
  const routingKey = createHash('md5').update(randomId()).digest('hex')
  const services: PagerDutyService[] = [{ id: newId(), name: 'Disaster recovery', routingKey }]
  return {
    users,
    services,
    routingKey,
    restGuard: { apiKey: randomId(), limit: createRateWindow(REST_CALLS_PER_MINUTE_MAX, clock) },
    incidents,
    onCall,
    webhooks,
    lastWebhook: () => lastWebhook,
    settled: background.settled,
    eventLimit: createRateWindow(EVENTS_PER_MINUTE_MAX, clock),
  }
}

/** PagerDuty's ids are a P and up to 13 capitals and digits. The end of a random id differs more than its beginning. */
const pagerDutyId = (random: string) =>
  `P${random
    .replace(/[^a-z0-9]/gi, '')
    .toUpperCase()
    .slice(-13)}`

const refuse: RefusedReply = (kind, status, request) => {
  const isEvent = request.path === '/v2/enqueue'
  if (kind === 'rate-limit') return isEvent ? TOO_MANY_EVENTS : restError(429, 2020, 'Rate Limit Exceeded')
  if (isEvent) return json(status, { status: 'error', message: 'An error occurred while processing the event.' })
  return restError(status, 2000, 'An internal error has occurred. PagerDuty team has been notified.')
}
