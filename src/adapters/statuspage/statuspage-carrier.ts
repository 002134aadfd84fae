/**
 * Keeps one entry on a hosted Statuspage in step with an incident: created once, then brought up to date, its components with it. Promises
 * not to create a second entry when the answer to the first request was lost: it looks for its own mark before it creates one.
 */
import type { Messages } from '../../messages/messages.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Carrier, Carrying } from '../carrier.ts'
import { type Failure, failed, limited, refused, retryAt, timedOut, unreachable } from '../outcomes.ts'
import { differenceOf, type Wanted } from './difference.ts'
import type { StatuspageAnswer, StatuspageClient } from './statuspage-client.ts'
import { componentsOf, entryOf } from './statuspage-entry.ts'

export interface StatuspageOptions {
  client: StatuspageClient
  messages: Messages
}

/** Statuspage allows one request a second (developer.statuspage.io, "Rate limiting") and says 420 or 429. */
const LIMITED_WAIT_MS = 10_000

/** Detail: `{ hostedId, difference? }`; `difference` is one sentence on what the page shows otherwise than it should. */
export function createStatuspageCarrier({ client, messages }: StatuspageOptions): Carrier<'publish-status'> {
  return async (_effect, carrying) => {
    const { plan, signal } = carrying
    const page = plan.statusPage?.hostedPageId
    if (!page) return refused('The plan names no hosted status page.')
    try {
      return await publish(page, client, messages, carrying)
    } catch (error) {
      return signal.aborted ? timedOut('Statuspage') : unreachable('Statuspage', error)
    }
  }
}

async function publish(
  page: string,
  client: StatuspageClient,
  messages: Messages,
  carrying: Carrying,
): Promise<Outcome> {
  const { incident: id, state, signal, atMs } = carrying
  const listed = await client.call('GET', page, '/components?page=1&per_page=100', signal)
  // The words matter more than the colours: without the list of components the entry goes out all the same.
  const components = listed.status === 200 ? componentsOf(carrying, listed.body) : {}
  const wanted = { ...entryOf(carrying, messages), ...components }
  let incident: object = wanted

  let hostedId = state.hostedId
  if (!hostedId) {
    const found = await client.call('GET', page, '/incidents?limit=100', signal)
    const failure = failureOf(found, atMs)
    if (failure) return failure
    hostedId = ownEntry(found.body, id)
  }
  if (!hostedId) incident = { ...incident, metadata: { muster: { incident: id } } }
  else {
    // Each change of words is mailed to everybody who follows the page: what it says already is not said once more.
    const shown = await client.call('GET', page, `/incidents/${encodeURIComponent(hostedId)}`, signal)
    if (shown.status === 200 && differenceOf(wanted, shown.body) === undefined)
      return { ok: true, detail: { hostedId } }
    if (shown.status === 200 && differenceOf({ ...wanted, components: {} }, shown.body) === undefined)
      incident = components
  }
  const answer = hostedId
    ? await client.call('PATCH', page, `/incidents/${encodeURIComponent(hostedId)}`, signal, { incident })
    : await client.call('POST', page, '/incidents', signal, { incident })
  const failure = failureOf(answer, atMs)
  if (failure) return failure
  const { id: entry } = answer.body as { id: string }
  const difference = await readBack(client, page, entry, wanted, signal)
  return { ok: true, detail: { hostedId: entry, ...(difference && { difference }) } }
}

/** It is published whatever comes of this: a page that cannot be read back is told as a difference, not as a failure. */
async function readBack(
  client: StatuspageClient,
  page: string,
  entry: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `/incidents/${encodeURIComponent(entry)}`
  const shown = await client.call('GET', page, path, signal).catch(() => undefined)
  if (shown?.status !== 200) {
    return `What Statuspage shows could not be read back (${shown ? shown.status : 'no answer'}).`
  }
  return differenceOf(wanted, shown.body)
}

/** The entry that we made before, by the mark that only we put there. */
function ownEntry(body: unknown, incident: string): string | undefined {
  const entries = Array.isArray(body) ? (body as { id: string; metadata?: { muster?: { incident?: string } } }[]) : []
  return entries.find(({ metadata }) => metadata?.muster?.incident === incident)?.id
}

function failureOf({ status, retryAfter }: StatuspageAnswer, atMs: number): Failure | undefined {
  if (status < 300) return undefined
  if (status === 420 || status === 429) {
    return limited(`Statuspage takes no more for now (${status}).`, retryAt(atMs, retryAfter, LIMITED_WAIT_MS))
  }
  if (status >= 500) return failed(`Statuspage has a fault (${status}).`)
  return refused(
    status === 401 ? 'Statuspage does not accept our key (401).' : `Statuspage refused the request (${status}).`,
  )
}
