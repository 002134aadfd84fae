/** Backups as they stand on a quiet day, in a line each. */
import { faultsText, type Saying } from '../../src/messages/backup-faults.ts'
import { setLabel, TRIES } from '../../src/messages/backup-words.ts'
import { actorName } from '../../src/messages/names.ts'
import type { How } from '../../src/plan/backup-schema.ts'
import { inWords } from '../../src/plan/in-words.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { BackupItem } from '../../src/readiness/backups/items.ts'
import type { SeenSet } from '../../src/readiness/backups/seen.ts'
import type { ComponentStanding, SetStanding } from '../../src/readiness/backups/standing.ts'
import type { Tried } from '../../src/readiness/backups/track.ts'
import { moment, relative, roughly } from './times.ts'

/** `*Database*: 8 h are lost with what has been restored for a try, Nightly dump of 02:00 UTC (8 h ago); 12 min (RPO 1 h) if that of 09:48 UTC (12 min ago) is good, which nobody has tried`. */
export function componentLine(plan: Plan, standing: ComponentStanding, nowMs: number): string {
  const { component, pointMs, set, rpoMs, lostMs, missed } = standing
  const label = `*${plan.components[component]?.label ?? component}*`
  if (pointMs === null || set === null || lostMs === null)
    return `${label}: ${standing.unread ? unknownText(standing, nowMs) : '*all of it is lost*, no backup is known'}`
  const beyond = missed ? `, *beyond the RPO of ${roughly(rpoMs)}*` : ` (RPO ${roughly(rpoMs)})`
  const made = `${setLabel(plan, set)} of ${moment(pointMs, nowMs)}`
  if (standing.unread) {
    const seen = missed ? ` (RPO ${roughly(rpoMs)})` : beyond
    return `${label}: at most ${roughly(lostMs)} are lost${seen}, from ${made}; for the rest ${unknownText(standing, nowMs)}`
  }
  const { restorableMs, restorableSet } = standing
  if (restorableMs === null || restorableSet === null)
    return `${label}: ${roughly(lostMs)} are lost${beyond} if ${made} is good; none has ever been restored for a try`
  if (restorableMs >= pointMs)
    return `${label}: ${roughly(lostMs)} are lost${beyond}, from ${made}, which has been restored for a try`
  const proven = `${roughly(nowMs - restorableMs)} are lost with what has been restored for a try, ${setLabel(plan, restorableSet)} of ${moment(restorableMs, nowMs)}`
  const hoped = restorableSet === set ? `that of ${moment(pointMs, nowMs)}` : made
  return `${label}: ${proven}; ${roughly(lostMs)}${beyond}${missed ? ',' : ''} if ${hoped} is good, which nobody has tried`
}

/** Nobody says that it is lost because nobody can look. */
const unknownText = ({ lastSeenMs }: ComponentStanding, nowMs: number): string =>
  `*not known*: the store does not answer${lastSeenMs === null ? '' : `; the last one seen was of ${moment(lastSeenMs, nowMs)}`}`

const saying = (nowMs: number): Saying => ({ moment: (atMs) => moment(atMs, nowMs), length: roughly })

export function setLine(plan: Plan, { set, madeAtMs, lastSeenMs, faults }: SetStanding, nowMs: number): string {
  const seen = lastSeenMs === null ? '' : `; the last one seen was of ${moment(lastSeenMs, nowMs)}`
  const newest = madeAtMs === null ? seen : `; the newest is of ${moment(madeAtMs, nowMs)}`
  return `*${setLabel(plan, set)}* (\`${set}\`): ${faultsText(faults, saying(nowMs))}${newest}`
}

/** `*Nightly*: 6 of 7 that were due in the last week (85 %)`; undefined: nobody can say. */
export function runsLine(plan: Plan, { set, runs }: Pick<SetStanding, 'set' | 'runs'>): string | undefined {
  if (!runs) return undefined
  const percent = Math.floor((100 * runs.made) / runs.due)
  return `*${setLabel(plan, set)}*: ${runs.made} of ${runs.due} that ${runs.due === 1 ? 'was' : 'were'} due in the last week (${percent} %)`
}

/** Of one set: each way in which Muster tries it, and when the next is due. */
export interface WayNow {
  how: How
  last: Tried | null
  nextMs: number | null
  underWay: boolean
}

export function triesLine(plan: Plan, set: string, ways: readonly WayNow[], nowMs: number): string {
  return `*${setLabel(plan, set)}*: ${inWords(ways.map((way) => wayText(way, nowMs)))}`
}

function wayText({ how, last, nextMs, underWay }: WayNow, nowMs: number): string {
  const next = underWay ? ', under way' : nextMs === null ? '' : `, next ${relative(nextMs, nowMs)}`
  if (!last) return `${TRIES[how]} not made yet${next}`
  const { result, atMs, detail } = last
  const took = result === 'passed' ? ` in ${roughly(detail.tookMs)}` : ''
  const came = result === 'passed' ? 'passed' : result === 'failed' ? '*failed*' : '*could not be made*'
  return `${TRIES[how]} ${came} ${relative(atMs, nowMs)}${took}${next}`
}

/** The same backups at several places: what each has, and how far it is behind the others. */
export function placesLine(plan: Plan, root: string, places: readonly SeenSet[], nowMs: number): string {
  const newestMs = Math.max(...places.map(({ newest }) => newest[0]?.madeAtMs ?? 0))
  const told = places.map(({ set, newest, unread }) => {
    const store = plan.backups[set]?.store ?? set
    const madeAtMs = newest[0]?.madeAtMs
    if (unread !== undefined) return `${store} does not answer`
    if (madeAtMs === undefined) return `${store} has none`
    const lag = newestMs - madeAtMs
    return `${store} has that of ${moment(madeAtMs, nowMs)}${lag > 0 ? `, ${roughly(lag)} behind` : ''}`
  })
  return `*${setLabel(plan, root)}*: ${inWords(told)}`
}

/** What keeps an item of readiness from holding, or that it does. */
export function backupItemLine(plan: Plan, item: BackupItem, nowMs: number): string {
  if (item.kind === 'backup-loss') return lossLine(plan, item, nowMs)
  const label = `*Backups of ${setLabel(plan, item.id)}*`
  if (item.kind === 'backup')
    return `${label}: ${item.holds ? 'as they should be' : faultsText(item.faults, saying(nowMs))}`
  const { how, last, passedMs } = item
  if (!last) return `${label}: ${TRIES[how]} not made yet`
  if (item.holds && passedMs !== null) return `${label}: ${TRIES[how]} passed ${relative(passedMs, nowMs)}`
  const before = passedMs === null ? 'none has ever passed' : `the last that passed was ${relative(passedMs, nowMs)}`
  return `${label}: ${TRIES[how]} ${NOT_HOLDING[last.result]}; ${before}`
}

/** One that has passed and does not hold was not made again in time. */
const NOT_HOLDING: Record<Tried['result'], string> = {
  failed: 'failed',
  undecided: 'could not be made when it was last tried',
  passed: 'is overdue',
}

function lossLine(
  plan: Plan,
  { id, rpoMs, faults, unread }: Extract<BackupItem, { kind: 'backup-loss' }>,
  nowMs: number,
): string {
  const label = `*RPO of ${plan.components[id]?.label ?? id}*`
  if (faults.length > 0) return `${label}: *beyond it*: ${faultsText(faults, saying(nowMs))}`
  return unread
    ? `${label}: nobody can say what would be lost, because a store does not answer`
    : `${label}: no more would be lost than the ${roughly(rpoMs)} that it allows`
}

/** One entry of the chain of custody. */
export interface CustodyLine {
  atMs: number
  by: Parameters<typeof actorName>[1]
  set: string
  key: string
  store: string
  sha256: string
  version?: string
  /** What was done with it, and for what. */
  what: string
}

export function custodyLine(plan: Plan, entry: CustodyLine, nowMs: number): string {
  const { atMs, by, set, key, store, sha256, version, what } = entry
  const sum = sha256 === '' ? 'checksum not known' : `SHA-256 \`${sha256}\``
  const exact = version === undefined ? '' : `, version \`${version}\``
  return `${moment(atMs, nowMs)}, ${actorName(plan, by)}: ${what}, *${setLabel(plan, set)}* \`${key}\` in ${store}${exact}, ${sum}`
}
