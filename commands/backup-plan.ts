/** `/dr backup PLAN`: what would be lost now, what is wrong with the backups, and how each was last tried. */

import { setLabel } from '../src/messages/backup-words.ts'
import type { How } from '../src/plan/backup-schema.ts'
import type { Plan } from '../src/plan/schema.ts'
import { nextTryMs } from '../src/readiness/backups/owed-backups.ts'
import type { SeenSet } from '../src/readiness/backups/seen.ts'
import { backupsStanding, placesOf, type SetStanding } from '../src/readiness/backups/standing.ts'
import { wayKey } from '../src/readiness/backups/track.ts'
import { ownVerifications, waysByHow } from '../src/readiness/backups/verification.ts'
import type { WatchState } from '../src/readiness/watch/state.ts'
import { answer, refuse } from './asking/answers.ts'
import { onePlan } from './asking/plans.ts'
import type { Reply, Request } from './command.ts'
import { componentLine, placesLine, runsLine, setLine, triesLine, type WayNow } from './wording/backups.ts'
import { bullets, lines } from './wording/lists.ts'

const SHOWN_MAX = 20
/** Slack takes so many buttons in a row. */
const BUTTONS_MAX = 5

export async function ofPlan(request: Request): Promise<Reply> {
  const { services, atMs } = request
  const found = await onePlan(request, 'backup', request.words.trim())
  if (!found.ok) return refuse(found.why)
  const { plan } = found
  const looked = await services.lookAtBackups(plan)
  if (!looked.ok) return refuse(looked.why)
  const watch = (await services.watch(plan.id))?.state
  const standing = backupsStanding(plan, looked.seen, atMs, watch?.backups)
  const { sets, components } = standing
  if (sets.length === 0) return answer(nowhere(plan), { data: { ...standing, tries: {} } })
  const tries = watch ? triesOf(plan, watch, sets) : []
  const several = rootsAtSeveralPlaces(plan, looked.seen)
  const made = sets.flatMap((one) => runsLine(plan, one) ?? [])
  const elsewhere = Object.keys(plan.backups).length - sets.length
  const told = (items: readonly string[]) => items.length > 0 && bullets(items, SHOWN_MAX)
  return answer(
    lines(
      components.length > 0 && `*If disaster struck ${plan.system.name} now*`,
      told(components.map((one) => componentLine(plan, one, atMs))),
      wrongText(
        plan,
        sets,
        atMs,
        tries.flatMap(({ ways }) => ways).some(({ last }) => last?.result === 'failed'),
      ),
      made.length > 0 && '*How many were made:*',
      told(made),
      several.length > 0 && '*Where they lie:*',
      told(several.map(({ root, places }) => placesLine(plan, root, places, atMs))),
      tries.length > 0 && '*How they were tried:*',
      told(tries.map(({ set, ways }) => triesLine(plan, set, ways, atMs))),
      elsewhere > 0 && `${elsewhere} more ${elsewhere === 1 ? 'lies' : 'lie'} where Muster cannot look.`,
    ),
    {
      data: { ...standing, tries: Object.fromEntries(tries.map(({ set, ways }) => [set, ways])) },
      buttons: tries.slice(0, BUTTONS_MAX).map(({ set }) => ({
        command: 'backup',
        label: `Try: ${setLabel(plan, set)}`,
        value: `verify ${plan.id} ${set}`,
      })),
    },
  )
}

function wrongText(plan: Plan, sets: readonly SetStanding[], atMs: number, triedInVain: boolean): string {
  const wrong = sets.filter(({ faults }) => faults.length > 0)
  if (wrong.length === 0 && triedInVain) return 'Nothing is wrong that can be seen without trying them.'
  if (wrong.length === 0)
    return sets.length === 1
      ? 'What was looked at is as it should be.'
      : `All ${sets.length} sets that were looked at are as they should be.`
  return `*Wrong:*\n${bullets(
    wrong.map((one) => setLine(plan, one, atMs)),
    SHOWN_MAX,
  )}`
}

const nowhere = ({ system, backups }: Plan): string =>
  Object.keys(backups).length === 0
    ? `The plan of ${system.name} names no backups.`
    : `The backups of ${system.name} lie where Muster cannot look: none of them names a "store".`

function rootsAtSeveralPlaces(plan: Plan, seen: readonly SeenSet[]): { root: string; places: SeenSet[] }[] {
  const roots = [...new Set(seen.map(({ set }) => plan.backups[set]?.copyOf ?? set))]
  return roots.map((root) => ({ root, places: placesOf(plan, root, seen) })).filter(({ places }) => places.length > 1)
}

function triesOf(plan: Plan, watch: WatchState, sets: readonly SetStanding[]): { set: string; ways: WayNow[] }[] {
  return sets.flatMap(({ set }) => {
    const ways = [...waysByHow(ownVerifications(plan, set))].map(([how, own]): WayNow => {
      const { last = null, asked } = watch.backups.ways[wayKey(set, how)] ?? {}
      return {
        how,
        last,
        nextMs: nextTryMs(plan, watch, set, own),
        underWay: asked !== undefined || inHand(watch, set, how),
      }
    })
    return ways.length === 0 ? [] : [{ set, ways }]
  })
}

const inHand = ({ efforts }: WatchState, set: string, how: How): boolean =>
  Object.values(efforts).some(
    ({ effect, inHand }) => inHand && effect.kind === 'verify-backup' && effect.set === set && effect.how === how,
  )
