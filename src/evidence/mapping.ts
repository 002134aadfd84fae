/**
 * Which file of an archive shows which demand of a law or standard: as the `compliance` of each plan asks for it. Pure. It promises to say of every demand
 * either what shows it or that nothing in the archive does.
 */
import type { Plan } from '../plan/schema.ts'
import { type Line, REGISTERS, type Register } from './registers.ts'

type Demand = Plan['compliance'][string]['demands'][number]
type Proof = NonNullable<Demand['shownBy']>[number]

export interface Mapped {
  plan: string
  planDigest: string
  /** Its id in the plan. */
  item: string
  standard: string
  demand: string
  /** Paths in the archive; none: nothing here shows it. */
  files: string[]
  /** How many lines the registers among them have about it. */
  lines: number
}

export interface Contents {
  /** Every path that comes before the mapping. */
  paths: readonly string[]
  lines: Readonly<Record<Register, readonly Line[]>>
  /** By stream; of the system's own there is none, and it belongs to all. */
  planOf: ReadonlyMap<string, string>
}

/** @param plans each version that was in force, with its digest. */
export function mappingOf(plans: readonly { digest: string; plan: Plan }[], contents: Contents): Mapped[] {
  return plans.flatMap(({ digest, plan }) =>
    Object.entries(plan.compliance).flatMap(([item, { standard, demands }]) =>
      demands.map((demand): Mapped => {
        const proofs = proofsOf(demand)
        const files = proofs.flatMap((proof) => filesOf(proof, plan.id, digest, contents))
        const lines = proofs.filter(isRegister).flatMap((name) => linesFor(plan.id, demand, contents, name)).length
        return { plan: plan.id, planDigest: digest, item, standard, demand: demand.text, files, lines }
      }),
    ),
  )
}

/** What the plan says, and what follows from the figures that it gives. */
function proofsOf({ shownBy = [], keepBackups, notifyWithin, notice, drillEvery }: Demand): Proof[] {
  const follows: Proof[] = [
    ...(keepBackups === undefined ? [] : (['plan', 'backups'] as const)),
    ...(notifyWithin === undefined && notice === undefined ? [] : (['notices'] as const)),
    ...(drillEvery === undefined ? [] : (['drills', 'reports'] as const)),
  ]
  return [...new Set([...shownBy, ...follows])]
}

const isRegister = (proof: Proof): proof is Register & Proof => Object.hasOwn(REGISTERS, proof)

/** What a register says of this plan, and of this notice where it is about one. */
const linesFor = (planId: string, { notice }: Demand, { lines, planOf }: Contents, register: Register): Line[] =>
  lines[register].filter(
    ({ stream, details }) =>
      (planOf.get(stream) ?? planId) === planId &&
      (notice === undefined || register !== 'notices' || details.notice === notice),
  )

function filesOf(proof: Proof, planId: string, digest: string, { paths, planOf }: Contents): string[] {
  const below = (prefix: string) => paths.filter((path) => path.startsWith(prefix))
  if (isRegister(proof)) return below(`registers/${proof}.`)
  if (proof === 'plan') return below(`plans/${digest}`)
  if (proof === 'journal') {
    const own = below('journal/').filter((path) => (planOf.get(path.split('/')[1] ?? '') ?? planId) === planId)
    return ['streams.json', ...new Set(own.map(folderOf))]
  }
  // `reports/drills/PLAN/…` and `reports/incidents/INCIDENT/…`.
  const isOurs = (name = '') => name === planId || planOf.get(name) === planId
  return below('reports/').filter((path) => path === 'reports/list.json' || isOurs(path.split('/')[2]))
}

const folderOf = (path: string): string => path.replace(/[^/]+$/, '')

export function mappingAsMarkdown(mapped: readonly Mapped[]): string {
  const rows = mapped.map(({ plan, standard, demand, files, lines }) => {
    const hasRegister = files.some((file) => file.startsWith('registers/'))
    const shown = files.map((file) => `\`${file}\``).join(', ')
    const count = hasRegister
      ? ` (${lines === 0 ? 'no line of that time' : `${lines} ${lines === 1 ? 'line' : 'lines'}`})`
      : ''
    return `| ${inCell(plan)} | ${inCell(standard)} | ${inCell(demand)} | ${shown === '' ? 'nothing in this archive' : shown + count} |\n`
  })
  const table = `| plan | standard | demand | shown by |\n|---|---|---|---|\n${rows.join('')}`
  return `# What this archive shows\n\n${mapped.length === 0 ? 'No plan in it names a demand.\n' : table}`
}

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
