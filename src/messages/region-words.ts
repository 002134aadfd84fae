/** What is told about regions: where users are served from, and where they would go. */
import { formatDuration } from '../plan/length.ts'
import type { Plan } from '../plan/schema.ts'
import { primaryOf, regionHealth, servingNow, whereTo } from '../readiness/regions/regions.ts'
import type { RegionAbout } from '../readiness/regions/track.ts'
import type { Ref } from '../readiness/signals/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import type { NewsWords } from './news-shape.ts'

const ROLES = { primary: 'primary', secondary: 'secondary', recovery: 'disaster recovery' } as const

/** `us-east-1 (secondary)`. */
export function regionName({ regions }: Plan, id: string): string {
  const region = regions[id]
  return region ? `${region.label ?? id} (${ROLES[region.role]})` : id
}

export function regionNews(plan: Plan, state: WatchState, about: RegionAbout): NewsWords {
  const primary = primaryOf(plan) ?? 'the primary region'
  if (about.kind === 'serving-primary')
    return {
      title: `served from ${regionName(plan, primary)} again`,
      text: 'Everything is where it belongs.',
      buttons: [],
    }
  const { region } = about
  const failback = plan.regions[region]?.failback
  const scenario = failback !== undefined && plan.scenarios[failback] ? failback : undefined
  const way =
    failback === undefined
      ? 'The plan says no way back: write one, as "failback" of that region.'
      : `The way back is "${plan.scenarios[failback]?.title ?? plan.sequences[failback]?.title ?? plan.cards[failback]?.title ?? failback}".`
  return {
    title: `served from ${regionName(plan, region)}`,
    text: `${healthText(plan, state, primary)} ${way} Once users are back, say \`/dr regions serving ${primary}\`, if no step has said so.`,
    buttons: [
      ...(scenario === undefined
        ? []
        : [{ command: 'declare', label: 'Start the way back…', value: `${plan.id} ${scenario}` }]),
      { command: 'regions', label: `Served from ${primary} again`, value: `serving ${plan.id} ${primary}` },
    ],
  }
}

function healthText(plan: Plan, state: WatchState, region: string): string {
  const health = regionHealth(plan, state, region)
  if (health === 'unwatched') return `No probe looks at ${region}: somebody has to.`
  return health === 'well' ? `${region} is well by its probes.` : `${region} is not well yet.`
}

/** What a proposal says when the region that serves fails; nothing for any other. */
export function failoverLines(plan: Plan, state: WatchState, refs: readonly Ref[]): string[] {
  const from = servingNow(plan, state)
  const fails = refs.some((ref) => ref.startsWith('probe/') && plan.probes[ref.slice('probe/'.length)]?.region === from)
  if (from === undefined || !fails) return []
  const to = whereTo(plan, state, from)
  const failing = Object.keys(plan.regions).filter((id) => id !== from && regionHealth(plan, state, id) === 'failing')
  const too = failing.map((id) => `${regionName(plan, id)} is failing as well.`)
  if (to === undefined) return [...too, 'There is no other region to go to.']
  const { activation, role } = plan.regions[to]!
  const looked = regionHealth(plan, state, to) === 'well' ? 'is well' : 'is looked at by no probe'
  const how =
    role === 'recovery' || activation
      ? `${regionName(plan, to)} has to be activated${activation ? `, which takes ${formatDuration(activation)}` : ''}`
      : `${regionName(plan, to)} ${looked} and can take over`
  return [...too, `*Region:* ${regionName(plan, from)} is failing. ${how}.`]
}
