/**
 * The sandbox's Atlassian Statuspage: one page and its management API. The bot's door asks for the API key and meets faults, the driver's
 * does neither; both show the same page. Statuspage's own limit of one request a second is met only as a fault.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { Faults } from '../faults/faults.ts'
import { type CallRecord, createCallLog } from '../http/call-log.ts'
import { openDoor } from '../http/door.ts'
import { json } from '../http/messages.ts'
import { manage } from './management-api.ts'
import { createPage } from './page.ts'

export interface StatuspageSimOptions {
  /** The components of the page, in their order. */
  components: { id: string; name: string }[]
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
  pageId: string
  /** For `Authorization: OAuth KEY`. */
  apiKey: string
  /** GET: all calls of the bot. */
  receivedUrl: string
  close(): Promise<void>
}

export async function startStatuspageSim(options: StatuspageSimOptions): Promise<StatuspageSim> {
  const { clock, faults, randomId } = options
  const log = createCallLog('statuspage', clock, options.onRecord)
  const page = createPage(options.components, clock, randomId)
  const apiKey = randomId()
  const bot = await openDoor({
    handle: (request) => manage(page, apiKey, request),
    meets: {
      faults,
      service: 'statuspage',
      refuse: (kind, status) =>
        json(status, { error: kind === 'rate-limit' ? 'Too many requests' : 'Something went wrong on our side' }),
    },
    onCall: log.of('bot'),
  })
  const driver = await openDoor({
    handle: (request) => (request.path === '/_received' ? json(200, log.botCalls()) : manage(page, undefined, request)),
    onCall: log.of('driver'),
  })
  return {
    url: driver.url,
    botUrl: bot.url,
    pageId: page.id,
    apiKey,
    receivedUrl: `${driver.url}/_received`,
    async close() {
      await Promise.all([bot.close(), driver.close()])
    },
  }
}
