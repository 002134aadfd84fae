/** What is told about backups on quiet days: what is wrong with them, what a test restore found, and what has to run again after an incident. */
import { reveal } from '../plan/actor.ts'
import type { How } from '../plan/backup-schema.ts'
import { inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import type { BackupAbout, Subject, Tried } from '../readiness/backups/track.ts'
import { wayKey } from '../readiness/backups/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import { faultsText, type Saying } from './backup-faults.ts'
import type { NewsWords } from './news-shape.ts'
import { durationText, timeText } from './time-text.ts'

type Button = NewsWords['buttons'][number]

/** As it is called in the middle of a sentence. */
export const TRIES: Record<How, string> = {
  checksum: 'comparison of its checksum',
  listing: 'reading to its end',
  restore: 'test restore',
  data: 'look at the restored data',
  performance: 'measurement',
}

export function backupNews(plan: Plan, state: WatchState, about: BackupAbout): NewsWords {
  switch (about.kind) {
    case 'backup':
      return faultNews(plan, state, about.subject)
    case 'backup-try':
    case 'backup-tried':
      return tryNews(plan, state, about)
    case 'backup-made':
      return madeNews(plan, state, about.set)
    case 'backups-after':
      return afterNews(plan, state, about.incident)
    default:
      return about satisfies never
  }
}

const labelOf = (plan: Plan, set: string): string => plan.backups[set]?.label ?? set
const show = (plan: Plan): Button => ({ command: 'backup', label: 'All backups', value: plan.id })

function faultNews(plan: Plan, { backups }: WatchState, subject: Subject): NewsWords {
  const [kind, id = ''] = subject.split('/')
  const faults = Object.values(backups.faults[subject] ?? {}).map(({ fault }) => fault)
  const say: Saying = { moment: (atMs) => timeText(atMs, plan.zone), length: durationText }
  if (kind === 'component') {
    const label = plan.components[id]?.label ?? id
    return {
      title: `more of ${label} would be lost than the RPO allows`,
      text: faults.length > 0 ? `Of ${label} ${faultsText(faults, say)}.` : 'That is over.',
      buttons: [show(plan)],
    }
  }
  const label = labelOf(plan, id)
  return {
    title: `the backups of ${label} are not as they should be`,
    text: faults.length > 0 ? `Of ${label} (${id}): ${faultsText(faults, say)}.` : 'That is over.',
    buttons: [show(plan)],
  }
}

function tryNews(
  plan: Plan,
  { backups }: WatchState,
  about: Extract<BackupAbout, { kind: 'backup-try' | 'backup-tried' }>,
): NewsWords {
  const { set, how } = about
  const label = labelOf(plan, set)
  const what = TRIES[how]
  const last = backups.ways[wayKey(set, how)]?.last
  const again: Button = { command: 'backup', label: 'Try it again', value: `verify ${plan.id} ${set} ${how}` }
  if (about.kind === 'backup-tried')
    return {
      title: `the ${what} of ${label} has passed`,
      text: last ? triedText(plan, last) : '',
      buttons: [show(plan)],
    }
  if (about.is === 'failed')
    return {
      title: `the ${what} of ${label} has failed`,
      text: `${last ? triedText(plan, last) : ''} Until one passes, nobody knows whether ${label} can be restored.`.trim(),
      buttons: [again, show(plan)],
    }
  return {
    title: `the ${what} of ${label} could not be made`,
    text: `Nothing is known of the backup by it: ${last?.reason ?? 'nobody knows why'}.`.replace(/\.\.$/, '.'),
    buttons: [again, show(plan)],
  }
}

/** `shop/shop-20261205T0948Z.dump, of 2026-12-05 09:48 UTC, took 3 min; SELECT count(*) FROM orders on shop: 12345.` */
export function triedText(plan: Plan, { result, detail, reason }: Tried): string {
  const { key, madeAtMs, tookMs, rows = [], found, failed } = detail
  if (result === 'undecided') return `Nothing is known of the backup by it: ${reason ?? 'nobody knows why'}`
  const object =
    key === undefined ? 'It' : madeAtMs === undefined ? key : `${key}, of ${timeText(madeAtMs, plan.zone)},`
  if (result === 'failed') return `${object} is no good: ${reveal(failed)}.`
  const counted = rows.map(({ what, count }) => `${what}: ${count}`)
  return `${[`${object} took ${durationText(tookMs)}`, found, ...counted].filter(Boolean).join('; ')}.`
}

function madeNews(plan: Plan, { backups }: WatchState, set: string): NewsWords {
  const label = labelOf(plan, set)
  const { tookMs = 0, failed } = backups.made[set] ?? {}
  if (failed)
    return { title: `no backup of ${label} was made`, text: `It failed: ${reveal(failed)}.`, buttons: [show(plan)] }
  const tryIt: Button = { command: 'backup', label: 'Try it', value: `verify ${plan.id} ${set}` }
  return {
    title: `a backup of ${label} was made`,
    text: `It took ${durationText(tookMs)}.`,
    buttons: [tryIt, show(plan)],
  }
}

function afterNews(plan: Plan, { backups }: WatchState, incident: string): NewsWords {
  const waiting = (backups.after[incident]?.waiting ?? []).map((set) => labelOf(plan, set))
  return {
    title: `backups have to run again after ${incident}`,
    text:
      waiting.length === 0
        ? 'All have.'
        : `${incident} is over, and no backup has been made since of ${inWords(waiting)}. This is open until each has run.`,
    buttons: [show(plan)],
  }
}
