/** What is told about backups on quiet days: what is wrong with them, what a test restore found, and what has to run again after an incident. */
import { type Private, reveal } from '../plan/actor.ts'
import type { How } from '../plan/backup-schema.ts'
import { counted, inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { faultsOf } from '../readiness/backups/evolve-faults.ts'
import { isGrave } from '../readiness/backups/faults.ts'
import type { BackupAbout, KnownFault, Subject, Tried } from '../readiness/backups/track.ts'
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
      return faultNews(plan, state, about.owner)
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

export const setLabel = (plan: Plan, set: string): string => plan.backups[set]?.label ?? set
const show = (plan: Plan): Button => ({ command: 'backup', label: 'All backups', value: plan.id })

const LINES_MAX = 8
const NAMED_MAX = 3

/** The title names the worst; the text has a line for each that is wrong in a way of its own. */
function faultNews(plan: Plan, state: WatchState, owner: string | null): NewsWords {
  const all = Map.groupBy(faultsOf(state, owner), ({ subject }) => subject)
  const subjects = [...all].toSorted(([, a], [, b]) => gravity(b) - gravity(a))
  const [first] = subjects
  const buttons = [show(plan)]
  if (!first) return { title: 'what was wrong with the backups is over', text: 'That is over.', buttons }
  const others = subjects.length - 1
  const besides = others === 0 ? '' : `, and ${counted(others, 'more thing')} ${others === 1 ? 'is' : 'are'} wrong`
  const lines = linesOf(plan, subjects)
  const more = lines.length > LINES_MAX ? [`And more: \`/dr backup ${plan.id}\` lists all.`] : []
  return {
    title: `${titleOf(plan, first[0])}${besides}`,
    text: [...lines.slice(0, LINES_MAX), ...more].join('\n'),
    buttons,
  }
}

/** What a recovery would lose is said before why. */
const gravity = (faults: readonly KnownFault[]): number =>
  faults.some(({ fault }) => fault.kind === 'rpo') ? 2 : faults.some(({ fault }) => isGrave(fault)) ? 1 : 0

function titleOf(plan: Plan, subject: Subject): string {
  const [kind, id = ''] = subject.split('/')
  return kind === 'component'
    ? `more of ${plan.components[id]?.label ?? id} would be lost than the RPO allows`
    : `the backups of ${setLabel(plan, id)} are not as they should be`
}

/** `Of Orders (orders), Files (files) and 18 more: nobody can say: the bucket does not answer.` */
function linesOf(plan: Plan, subjects: readonly [Subject, readonly KnownFault[]][]): string[] {
  const say: Saying = { moment: (atMs) => timeText(atMs, plan.zone), length: durationText }
  const told = subjects.map(([subject, known]) => {
    const [kind, id = ''] = subject.split('/')
    const text = faultsText(
      known.map(({ fault }) => fault),
      say,
    )
    return kind === 'component'
      ? { name: plan.components[id]?.label ?? id, text: ` ${text}` }
      : { name: `${setLabel(plan, id)} (${id})`, text: `: ${text}` }
  })
  return [...Map.groupBy(told, ({ text }) => text)].map(([text, alike]) => {
    const names = alike.map(({ name }) => name)
    const shown = names.length > NAMED_MAX ? names.slice(0, NAMED_MAX - 1) : names
    const rest = names.length - shown.length
    return `Of ${inWords([...shown, ...(rest > 0 ? [`${rest} more`] : [])])}${text}.`
  })
}

function tryNews(
  plan: Plan,
  { backups }: WatchState,
  about: Extract<BackupAbout, { kind: 'backup-try' | 'backup-tried' }>,
): NewsWords {
  const { set, how } = about
  const label = setLabel(plan, set)
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
    text: undecidedText(last?.reason),
    buttons: [again, show(plan)],
  }
}

const undecidedText = (reason: Private | undefined): string =>
  `Nobody knows yet whether this backup is good: ${reason ? reveal(reason) : 'nobody knows why'}.`.replace(/\.\.$/, '.')

/** `shop/shop-20261205T0948Z.dump, of 2026-12-05 09:48 UTC, took 3 min; SELECT count(*) FROM orders on shop: 12345.` */
function triedText(plan: Plan, { result, detail, reason }: Tried): string {
  const { key, madeAtMs, tookMs, rows = [], found, failed } = detail
  if (result === 'undecided') return undecidedText(reason)
  const object =
    key === undefined ? 'It' : madeAtMs === undefined ? key : `${key}, of ${timeText(madeAtMs, plan.zone)},`
  if (result === 'failed') return `${object} must not be restored: ${reveal(failed)}.`
  const counted = rows.map(({ what, count }) => `${what}: ${count}`)
  return `${[`${object} took ${durationText(tookMs)}`, found, ...counted].filter(Boolean).join('; ')}.`
}

function madeNews(plan: Plan, { backups }: WatchState, set: string): NewsWords {
  const label = setLabel(plan, set)
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
  const waiting = (backups.after[incident]?.waiting ?? []).map((set) => setLabel(plan, set))
  return {
    title: `backups have to run again after ${incident}`,
    text:
      waiting.length === 0
        ? 'All have.'
        : `${incident} is over, and no backup has been made since of ${inWords(waiting)}. This is open until each has run.`,
    buttons: [show(plan)],
  }
}
