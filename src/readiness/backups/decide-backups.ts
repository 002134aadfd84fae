/** What is asked of a watch about backups, and what it makes of what was seen: events of what has changed, or one sentence that says why not. Pure. */
import type { Decision } from '../../plan/core.ts'
import { inWords } from '../../plan/in-words.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Event } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import type { BackupFault, FaultKind } from './faults.ts'
import { ownerOfSubject } from './owner.ts'
import { backupsStanding, rootOf } from './standing.ts'
import type { BackupCommand, BackupEvent, BackupTrack, KnownFault, Subject } from './track.ts'
import { wayKey } from './track.ts'
import { ownVerifications } from './verification.ts'

type Decided = Decision<Event>
type Of<Type extends BackupCommand['type']> = Extract<BackupCommand, { type: Type }>

export function decideBackups(plan: Plan, state: WatchState, command: BackupCommand): Decided {
  switch (command.type) {
    case 'report-backups':
      return {
        ok: true,
        events: [...looked(plan, state, command), ...faults(plan, state, command), ...after(plan, state, command)],
      }
    case 'verify-backup':
      return verify(plan, state, command)
    case 'make-backup':
      return make(plan, state, command)
    default:
      return command satisfies never
  }
}

function looked(plan: Plan, state: WatchState, { atMs, by, seen }: Of<'report-backups'>): BackupEvent[] {
  const before = state.backups.looked.filter((set) => inPlan(plan, `set/${set}`))
  const sets = [...new Set([...before, ...seen.map(({ set }) => set)])].sort()
  const isNew = sets.join() !== state.backups.looked.join()
  return isNew ? [{ type: 'backups-found', atMs, by, sets }] : []
}

type Found = Map<Subject, BackupFault[]>

/** Figures move with each look, and the journal is no place for each of them. */
const NOTED_EVERY_MS = 60 * 60_000
const DAY_MS = 24 * NOTED_EVERY_MS

/** What began, what is otherwise by now, and what ended. Of sets that the report leaves out nothing is known, but of those that the plan has no more; nor of a component that none is for any more. */
function faults(plan: Plan, state: WatchState, { atMs, by, seen }: Of<'report-backups'>): BackupEvent[] {
  const found = foundFaults(plan, state.backups, { atMs, seen })
  const known = state.backups.faults
  const began = [...found].flatMap(([subject, all]) => {
    const owner = ownerOfSubject(plan, subject)
    return all
      .filter(({ kind }) => !known[subject]?.[kind])
      .map((fault): BackupEvent => ({ type: 'backup-fault-began', atMs, by, subject, fault, ...(owner && { owner }) }))
  })
  const changed = [...found].flatMap(([subject, all]) =>
    all
      .filter((fault) => isOtherwise(known[subject]?.[fault.kind], fault, atMs))
      .map((fault): BackupEvent => ({ type: 'backup-fault-changed', atMs, by, subject, fault })),
  )
  const ended = (Object.keys(known) as Subject[])
    .filter((subject) => found.has(subject) || !inPlan(plan, subject))
    .flatMap((subject) => {
      const now = new Set((found.get(subject) ?? []).map(({ kind }) => kind))
      const before = Object.keys(known[subject] ?? {}) as FaultKind[]
      return before
        .filter((kind) => !now.has(kind))
        .map((fault): BackupEvent => ({ type: 'backup-fault-ended', atMs, by, subject, fault }))
    })
  return [...ended, ...changed, ...began]
}

function isOtherwise(known: KnownFault | undefined, fault: BackupFault, atMs: number): boolean {
  if (!known || atMs - (known.notedMs ?? known.sinceMs) < NOTED_EVERY_MS) return false
  return JSON.stringify(figuresOf(known.fault)) !== JSON.stringify(figuresOf(fault))
}

/** How far it goes back grows with the clock, and is said in days. */
const figuresOf = (fault: BackupFault): unknown[] =>
  Object.entries(fault)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (name === 'backMs' ? Math.floor(Number(value) / DAY_MS) : value))

function foundFaults(
  plan: Plan,
  track: BackupTrack,
  { atMs, seen }: Pick<Of<'report-backups'>, 'atMs' | 'seen'>,
): Found {
  const { sets, components } = backupsStanding(plan, seen, atMs, track)
  const found: Found = new Map(sets.map(({ set, faults }) => [`set/${set}`, faults]))
  const looked = new Set(seen.map(({ set }) => set))
  const unread = new Set(seen.filter((one) => one.unread !== undefined).map(({ set }) => set))
  for (const { component, pointMs, rpoMs, missed } of components) {
    const reachable = setsOf(plan, component).filter((set) => isReachable(plan, set))
    // What nobody can see may be there: that it cannot be seen is told by itself.
    if (missed && reachable.some((set) => !looked.has(set) || unread.has(set))) continue
    found.set(`component/${component}`, missed ? [{ kind: 'rpo', pointMs, rpoMs }] : [])
  }
  return found
}

function inPlan(plan: Plan, subject: Subject): boolean {
  const [kind, id = ''] = subject.split('/')
  return kind === 'set' ? isReachable(plan, id) : setsOf(plan, id).some((set) => isReachable(plan, set))
}

const isReachable = ({ backups, stores }: Plan, set: string): boolean => stores[backups[set]?.store ?? ''] !== undefined

const setsOf = (plan: Plan, component: string): string[] =>
  Object.keys(plan.backups).filter((set) => rootOf(plan, set)?.components.includes(component))

/** After an incident a backup has to be seen of each set that has a schedule and can be seen at all. */
function after(plan: Plan, state: WatchState, { atMs, by, seen }: Of<'report-backups'>): BackupEvent[] {
  return Object.entries(state.backups.after).flatMap(([incident, { endedMs, waiting }]): BackupEvent[] => {
    const sets = waiting ?? seen.map(({ set }) => set).filter((set) => hasRuns(plan, set))
    const ran = sets.flatMap((set) => {
      const gone = !plan.backups[set]
      const madeAtMs = seen.find((one) => one.set === set)?.newest[0]?.madeAtMs ?? 0
      return gone || madeAtMs > endedMs ? [{ set, madeAtMs: Math.max(madeAtMs, endedMs) }] : []
    })
    const awaited: BackupEvent[] = waiting ? [] : [{ type: 'backups-awaited', atMs, by, incident, sets }]
    return [...awaited, ...ran.map((one): BackupEvent => ({ type: 'backup-ran-again', atMs, by, incident, ...one }))]
  })
}

const hasRuns = (plan: Plan, id: string): boolean =>
  (rootOf(plan, id)?.schedule ?? []).some(({ time }) => time.kind !== 'event')

function verify(plan: Plan, state: WatchState, { atMs, by, set, how }: Of<'verify-backup'>): Decided {
  const refuse = (why: string): Decided => ({ ok: false, why })
  if (!plan.backups[set]) return refuse(`The plan has no backup set "${set}".`)
  const own = [...new Set(ownVerifications(plan, set).map((one) => one.how))]
  if (own.length === 0)
    return refuse(
      `Muster has no way to try "${set}": the plan can give it one under "verification", such as "{ how: checksum, schedule: daily }".`,
    )
  if (how !== undefined && !own.includes(how))
    return refuse(`Muster cannot try "${set}" by ${how}: it has ${inWords(own)}.`)
  const wanted = (how === undefined ? own : [how]).filter((one) => !isUnderWay(state, set, one))
  if (wanted.length === 0) return { ok: true, events: [], note: 'It is being tried already.' }
  return {
    ok: true,
    events: wanted.map((one): BackupEvent => ({ type: 'verification-asked', atMs, by, set, how: one })),
  }
}

function make(plan: Plan, state: WatchState, { atMs, by, set }: Of<'make-backup'>): Decided {
  if (plan.backups[set]?.make === undefined)
    return { ok: false, why: `The plan has no steps that make a backup of "${set}": name them under "make".` }
  if (state.backups.making[set]) return { ok: true, events: [], note: 'One is being made already.' }
  return { ok: true, events: [{ type: 'backup-asked', atMs, by, set }] }
}

const isUnderWay = (state: WatchState, set: string, how: string): boolean =>
  state.backups.ways[wayKey(set, how as Parameters<typeof wayKey>[1])]?.asked !== undefined ||
  Object.values(state.efforts).some(
    ({ effect, inHand }) => inHand && effect.kind === 'verify-backup' && effect.set === set && effect.how === how,
  )
