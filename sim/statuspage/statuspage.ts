/**
 * The sandbox's Atlassian Statuspage: its pages and their management API. The bot's door asks for the API key and meets faults, the driver's
 * does neither; both show the same pages. Statuspage's own limit of one request a second is met only as a fault.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { Faults } from '../faults/faults.ts'
import { type CallRecord, createCallLog } from '../http/call-log.ts'
import { openDoor } from '../http/door.ts'
import { json } from '../http/messages.ts'
import { manage } from './management-api.ts'
import { createPage, type PageSeed } from './page.ts'

export interface StatuspageSimOptions {
  pages: PageSeed[]
  faults: Faults
  clock: Clock
  randomId: () => string
  onRecord?: (record: CallRecord) => void
}

export interface StatuspageSim {
  /** The driver's door; the API begins at `/v1`. */
  url: string
  /** The bot's door, likewise. */
  botUrl: string
  /** For `Authorization: OAuth KEY`. */
  apiKey: string
  /** GET: all calls of the bot. */
  receivedUrl: string
  close(): Promise<void>
}

export async function startStatuspageSim(options: StatuspageSimOptions): Promise<StatuspageSim> {
  const { clock, faults, randomId } = options
  const log = createCallLog('statuspage', clock, options.onRecord)
  const pages = options.pages.map((seed) => createPage(seed, clock, randomId))
  const apiKey = randomId()
  const bot = await openDoor({
    handle: (request) => manage(pages, apiKey, request),
    meets: {
      faults,
      service: 'statuspage',
      refuse: (kind, status) =>
        json(status, { error: kind === 'rate-limit' ? 'Too many requests' : 'Something went wrong on our side' }),
    },
    onCall: log.of('bot'),
  })
  const driver = await openDoor({
    handle: (request) =>
      request.path === '/_received' ? json(200, log.botCalls()) : manage(pages, undefined, request),
    onCall: log.of('driver'),
  })
  return {
    url: driver.url,
    botUrl: bot.url,
    apiKey,
    receivedUrl: `${driver.url}/_received`,
    async close() {
      await Promise.all([bot.close(), driver.close()])
    },
  }
}
