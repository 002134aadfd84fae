/** What became of it all, by the journal and by what the providers have received; each promise that was broken is one sentence. */
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { LEVELS, levelOf, phoneOf, scenarioOf } from './plan.ts'
import type { World } from './world.ts'

interface Seen {
  type: string
  atMs: number
  seq: number
  scenario?: string
  obligation?: string
  attempt?: number
  reason?: string
  retryAtMs?: number
  page?: string
  effect?: { kind: string; page?: string; means?: string; level?: string }
}

export interface Verdict {
  broken: string[]
  incidents: number
  pages: number
  /** PagerDuty incidents that were opened twice for one level. */
  doubledByKey: number
  /** Sent again with the same key, which PagerDuty makes one of. */
  mergedByKey: number
  /** Text messages that went out twice: SMS has no key by which Twilio could tell. */
  doubledSms: number
  attemptsLost: number
  /** From when it was due to when the provider had it, milliseconds, sorted. */
  lateMs: number[]
}

const isPage = (event: Seen) => event.effect?.kind === 'page'

export async function judge(databaseUrl: string, world: World): Promise<Verdict> {
  const backing = createPostgresBacking({ connectionString: databaseUrl, queues: {} })
  const broken: string[] = []
  try {
    for await (const { message } of verifyJournal(backing.storage)) broken.push(message)
    const streams = await backing.storage.streams({ prefix: 'DR-' })
    const journal = new Map<string, Seen[]>()
    for (const { stream } of streams) {
      const { rows } = (await backing.storage.rows(stream, 0))!
      journal.set(
        stream,
        rows.map((row) => ({ ...JSON.parse(row.data), seq: row.seq }) as Seen),
      )
    }
    for (const { incident } of world.answered)
      if (!journal.has(incident)) broken.push(`${incident} was answered with success and is not in the journal`)
    return { broken, incidents: journal.size, ...pagesOf(journal, world, broken) }
  } finally {
    await backing.stop()
  }
}

function pagesOf(journal: ReadonlyMap<string, Seen[]>, { calls, answered }: World, broken: string[]) {
  const triggers = calls.flatMap(({ path, body, status, at }) => {
    const event = (typeof body === 'string' ? JSON.parse(body) : body) as
      | { event_action?: string; dedup_key?: string }
      | undefined
    return path === '/v2/enqueue' && status === 202 && event?.event_action === 'trigger'
      ? [{ key: event.dedup_key!, atMs: Date.parse(at) }]
      : []
  })
  const messages = calls.flatMap(({ path, method, body, status, at }) => {
    if (method !== 'POST' || !path.endsWith('/Messages.json') || status >= 300) return []
    const to = typeof body === 'string' ? new URLSearchParams(body).get('To') : (body as { To?: string }).To
    return to ? [{ key: to, atMs: Date.parse(at) }] : []
  })
  const lateMs: number[] = []
  let [pages, doubledByKey, mergedByKey, doubledSms, attemptsLost] = [0, 0, 0, 0, 0]
  for (const [incident, events] of journal) {
    const [declared] = events
    const n = Number(/case-(\d+)/.exec(String(declared?.scenario))?.[1])
    const acknowledged = events.find(({ type }) => type === 'acknowledged')
    const asked = answered.find((one) => one.incident === incident)
    if (asked?.acknowledgedMs !== undefined && !acknowledged)
      broken.push(`${incident}: an acknowledgement was answered with success and is not in the journal`)
    attemptsLost += events.filter((event) => event.type === 'attempt-lost' && isPage(event)).length
    for (const [at, { id, afterS, means }] of LEVELS.entries()) {
      const dueMs = declared!.atMs + afterS * 1_000
      const arrived =
        means === 'pagerduty'
          ? triggers.filter(({ key }) => key.startsWith(`${incident}/`) && key.endsWith(`/${levelOf(n, at)}`))
          : messages.filter(({ key }) => key === phoneOf(n, at))
      const own = events.filter((event) => (event.effect?.page ?? event.page ?? '').includes(`/${levelOf(n, at)}/`))
      const isOwed = !acknowledged || (acknowledged.atMs > dueMs && !wasOvertaken(own, acknowledged.atMs))
      if (arrived.length > 0) {
        pages++
        lateMs.push(Math.max(0, arrived[0]!.atMs - dueMs))
      } else if (isOwed && scenarioOf(n) === declared?.scenario)
        broken.push(`${incident}: ${id} was due and never paged (${becameOf(own)})`)
      if (means === 'sms') doubledSms += Math.max(0, arrived.length - 1)
      else {
        const keys = new Set(arrived.map(({ key }) => key)).size
        doubledByKey += Math.max(0, keys - 1)
        mergedByKey += arrived.length - keys
      }
    }
    const after =
      acknowledged &&
      events.find((event) => event.type === 'attempted' && isPage(event) && event.seq > acknowledged.seq)
    if (after) broken.push(`${incident}: a page was attempted after it was acknowledged (row ${after.seq})`)
    for (const open of unended(events))
      broken.push(`${incident}: ${open} was attempted and its end is not in the journal`)
  }
  return { pages, doubledByKey, mergedByKey, doubledSms, attemptsLost, lateMs: lateMs.sort((a, b) => a - b) }
}

/** Refused for the moment, or lost with its replica, and acknowledged before it was to be tried again: nobody wants it any more. */
function wasOvertaken(own: readonly Seen[], acknowledgedMs: number): boolean {
  const last = own.findLast(({ type }) => type.startsWith('attempt'))
  if (last?.type === 'attempt-failed') return last.retryAtMs !== undefined && last.retryAtMs >= acknowledgedMs
  return last?.type === 'attempt-lost' && last.atMs >= acknowledgedMs
}

/** What the journal says of one level's page: tells a page that was forgotten from one that its provider refused. */
const becameOf = (own: readonly Seen[]): string =>
  own.map(({ type, reason }) => (reason === undefined ? type : `${type}: ${reason}`)).join(', ') || 'not in the journal'

function unended(events: readonly Seen[]): string[] {
  const inHand = new Set<string>()
  for (const event of events) {
    if (!isPage(event)) continue
    const one = `${event.obligation} (attempt ${event.attempt})`
    if (event.type === 'attempted') inHand.add(one)
    else inHand.delete(one)
  }
  return [...inHand]
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
