/** Backup sets as the rules look at them: those that are made first, with their copies and all the places that they lie in. */
import type { BackupSet, Store } from '../../plan/backup-schema.ts'
import type { Plan } from '../../plan/schema.ts'

export interface MadeSet {
  id: string
  set: BackupSet
  /** The set itself, and those that hold its copies. */
  ids: string[]
}

/** Sets that are no copies of others. */
export function madeSets(plan: Plan): MadeSet[] {
  const all = Object.entries(plan.backups)
  return all.flatMap(([id, set]) => {
    if (set.copyOf !== undefined) return []
    const copies = all.filter(([, other]) => other.copyOf === id).map(([copy]) => copy)
    return [{ id, set, ids: [id, ...copies] }]
  })
}

/** Code that lies in repositories, registries and the like is saved by whoever pushes it, and kept for as long as they are. */
export const isPushed = ({ kind, store }: BackupSet): boolean => kind === 'code' && store === undefined

/** Whose a store is: as it says, else by its address. */
function providerOf({ provider, endpoint, path }: Store): string {
  if (provider !== undefined) return provider
  if (path !== undefined) return 'the machine of Muster'
  if (endpoint === undefined) return 'amazon'
  return typeof endpoint === 'string' ? new URL(endpoint).host : endpoint.env
}

/** Every place that has the backups of a set, in words; two buckets of one region are one place. */
export function sitesOf(plan: Plan, { ids }: MadeSet): string[] {
  const sites = ids.flatMap((id) => {
    const { store = '', alsoIn = [] } = plan.backups[id] ?? {}
    const bucket = plan.stores[store]
    const places = alsoIn.map((place) => plan.places[place]?.label ?? place)
    return [...(bucket ? [siteOf(bucket)] : []), ...places]
  })
  return [...new Set(sites)]
}

/** Nobody says in which region a folder stands. */
const siteOf = (store: Store): string =>
  store.path === undefined ? `${providerOf(store)} ${store.region}` : providerOf(store)

/** Sets that save the same components belong together: what one has missed, the next one has. */
export interface SavedTogether {
  /** What is saved, in words. */
  name: string
  sets: MadeSet[]
}

export function savedTogether(plan: Plan): SavedTogether[] {
  const made = madeSets(plan)
  const alone = made
    .filter(({ set }) => set.components.length === 0)
    .map((one) => ({ name: one.set.label, sets: [one] }))
  const components = [...new Set(made.flatMap(({ set }) => set.components))]
  const byComponent = components.map((component) => ({
    component,
    sets: made.filter(({ set }) => set.components.includes(component)),
  }))
  const groups = Map.groupBy(byComponent, ({ sets }) => sets.map(({ id }) => id).join(' '))
  const together = [...groups.values()].flatMap((group) => {
    const [first] = group
    const labels = group.map(({ component }) => plan.components[component]?.label ?? component)
    return first ? [{ name: labels.join(', '), sets: first.sets }] : []
  })
  return [...together, ...alone]
}
