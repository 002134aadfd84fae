/**
 * Folds what is wrong with backups into a watch, and into one piece of news for each role that answers for some. Promises that whatever begins is told; that what goes on and off is told
 * at once only now and then; and that as many sets as a store has are one message to a person. Pure.
 */
import { addNews, endNews, goesOn, isLoud, isOpen } from '../watch/news.ts'
import type { News, Pace, WatchState } from '../watch/state.ts'
import { isGrave } from './faults.ts'
import type { BackupAbout, BackupEvent, KnownFault, Subject } from './track.ts'

/** What ended and begins again is told when so long has passed since it was told before, if it is still so. */
const QUIET_MS = 4 * 3_600_000

type Began = Extract<BackupEvent, { type: 'backup-fault-began' }>
type Changed = Extract<BackupEvent, { type: 'backup-fault-changed' }>
type Ended = Extract<BackupEvent, { type: 'backup-fault-ended' }>

export function faultBegan(state: WatchState, { atMs, subject, fault, owner: role }: Began): WatchState {
  const { backups } = state
  const owner = role ?? null
  const faults = { ...backups.faults[subject], [fault.kind]: { sinceMs: atMs, fault, owner } }
  const toldMs = backups.told[`${subject}/${fault.kind}`]
  const fromMs = toldMs === undefined ? atMs : Math.max(atMs, toldMs + QUIET_MS)
  const recent = Object.entries(backups.told).filter(([, ms]) => ms + QUIET_MS > atMs)
  const told = {
    ...Object.fromEntries(recent),
    ...(fromMs === atMs && { [`${subject}/${fault.kind}`]: atMs }),
  }
  const to = { ...state, backups: { ...backups, told, faults: { ...backups.faults, [subject]: faults } } }
  return tell(to, { owner, fromMs, pace: isGrave(fault) ? urgently(state) : 'daily' })
}

/** What is told anyhow by then, and as loudly, names this too. */
function tell(
  state: WatchState,
  { owner, fromMs, pace }: { owner: string | null; fromMs: number; pace: Pace },
): WatchState {
  const open = openNews(state, owner)
  const isTold = open && goesOn(open) && open.atMs <= fromMs && (isLoud(open, open.told) || pace === 'daily')
  return isTold ? state : addNews(state, { atMs: fromMs, about: { kind: 'backup', owner }, pace }, ofOwner(owner))
}

/** Whoever reads of it later reads it as it is then; nobody is told because of it. */
export function faultChanged(state: WatchState, { atMs, subject, fault }: Changed): WatchState {
  const { backups } = state
  const known = backups.faults[subject]?.[fault.kind]
  if (!known) return state
  const faults = { ...backups.faults[subject], [fault.kind]: { ...known, fault, notedMs: atMs } }
  return { ...state, backups: { ...backups, faults: { ...backups.faults, [subject]: faults } } }
}

export function faultEnded(state: WatchState, { atMs, subject, fault }: Ended): WatchState {
  const { [fault]: ended, ...left } = state.backups.faults[subject] ?? {}
  const { [subject]: _before, ...others } = state.backups.faults
  const faults = Object.keys(left).length > 0 ? { ...others, [subject]: left } : others
  const to = { ...state, backups: { ...state.backups, faults } }
  const owner = ended?.owner ?? null
  const still = faultsOf(to, owner)
  if (still.length === 0) return endNews(to, atMs, ofOwner(owner))
  return still.some((one) => isGrave(one.fault)) ? to : calmed(to, owner, atMs)
}

/** The worst is over: what is left has been told with it, and waits for the day. */
function calmed(state: WatchState, owner: string | null, atMs: number): WatchState {
  const open = openNews(state, owner)
  if (open?.pace !== 'urgent') return state
  const to = addNews(state, { atMs, about: open.about, pace: 'daily' }, ofOwner(owner))
  if (open.told === 0) return to
  const last = to.news.length - 1
  return { ...to, news: to.news.map((one, index) => (index === last ? { ...one, told: 1, posted: true } : one)) }
}

/** What is wrong of all that a role answers for. */
export const faultsOf = ({ backups }: WatchState, owner: string | null): (KnownFault & { subject: Subject })[] =>
  (Object.keys(backups.faults) as Subject[]).flatMap((subject) =>
    Object.values(backups.faults[subject] ?? {})
      .filter((known) => known.owner === owner)
      .map((known) => ({ ...known, subject })),
  )

/** Somebody who recovers the system has other things to do; it is told once they have. */
export const urgently = ({ openIncidents }: WatchState): Pace =>
  Object.values(openIncidents).some(({ mode }) => mode === 'real') ? 'daily' : 'urgent'

const ofOwner =
  (owner: string | null) =>
  (about: News['about']): boolean =>
    isOfBackups(about) && about.owner === owner

const isOfBackups = (about: News['about']): about is Extract<BackupAbout, { kind: 'backup' }> => about.kind === 'backup'

const openNews = ({ news }: WatchState, owner: string | null): News | undefined =>
  news.find((one) => isOpen(one) && ofOwner(owner)(one.about))
