/** What services answer from the journal without going through whole incidents: how many are open, all of them in turn, and how one ends. */
import type { Engine } from '../src/engine/engine.ts'
import type { Event } from '../src/incident/events.ts'
import type { Heading } from '../src/incident/heading.ts'
import type { IncidentState } from '../src/incident/state.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { Services } from './services.ts'

/** Events, or incidents, read at a time. */
const PAGE = 200

/** Incidents asked at a time: some connections are left for everybody else. */
const AT_ONCE = 4

/**
 * Counts what is open by mode. An incident never changes its mode, so each is asked once, for its first event alone; what stays in memory is a name and a word
 * for each that is open.
 */
export function createOpenCount(engine: Pick<Engine, 'names' | 'events'>, prefix: string): Services['countOpen'] {
  let known = new Map<string, Heading['mode']>()
  const modeOf = async (stream: string) => {
    const [first] = await engine.events<Event>(stream, { afterSeq: 0, limit: 1 })
    return first?.type === 'declared' ? first.mode : undefined
  }
  return async () => {
    const before = known
    const open = await engine.names({ prefix, open: true })
    const next = new Map<string, Heading['mode']>()
    for (let at = 0; at < open.length; at += AT_ONCE) {
      const some = open.slice(at, at + AT_ONCE)
      const modes = await Promise.all(some.map(async (stream) => before.get(stream) ?? modeOf(stream)))
      for (const [n, mode] of modes.entries()) if (mode) next.set(some[n]!, mode)
    }
    known = next
    const modes = [...next.values()]
    const real = modes.filter((mode) => mode === 'real').length
    return { real, drill: modes.length - real }
  }
}

export interface Found {
  stream: string
  state: IncidentState
  plan: Plan | undefined
}

/**
 * All that is open, a page at a time: ten thousand states at once are more than half a GB.
 * @param endedToo what has ended as well.
 */
export async function* openPages(
  engine: Pick<Engine, 'readAll'>,
  prefix: string,
  endedToo = false,
): AsyncGenerator<Found[]> {
  let after = ''
  for (;;) {
    const page = await engine.readAll<IncidentState>({ prefix, ...(!endedToo && { open: true }), after, limit: PAGE })
    const last = page.at(-1)
    if (!last) return
    yield page
    after = last.stream
  }
}

export async function* eventsFromEnd(
  engine: Pick<Engine, 'read' | 'events'>,
  incident: string,
): AsyncGenerator<(Event & { seq: number })[]> {
  let before = ((await engine.read(incident))?.seq ?? 0) + 1
  while (before > 1) {
    const afterSeq = Math.max(0, before - 1 - PAGE)
    yield await engine.events<Event>(incident, { afterSeq, limit: before - 1 - afterSeq })
    before = afterSeq + 1
  }
}
