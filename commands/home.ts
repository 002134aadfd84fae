/**
 * What one person sees who looks in on Muster: what is open, what is asked of them, who is on call. Not a subcommand: the app's home tab shows
 * it, and any other place that knows who is looking can. Like a command it holds no rule and words what the views say.
 */

import { initialState } from '../src/incident/initial-state.ts'
import { applicableLevels } from '../src/incident/ladder.ts'
import type { View } from '../src/incident/view-shape.ts'
import { proposalButtons } from '../src/messages/signal-words.ts'
import { defaultSeverity } from '../src/plan/policy-for.ts'
import type { Plan } from '../src/plan/schema.ts'
import { standIns } from '../src/readiness/stand-ins.ts'
import type { SystemState } from '../src/readiness/state.ts'
import { ownPerson } from './asking/people.ts'
import { readinessOfAll } from './asking/readiness-of.ts'
import type { Home, HomeSection, Request } from './command.ts'
import type { Services } from './services.ts'
import { proposalText } from './wording/alerts.ts'
import { itemLine } from './wording/drills.ts'
import { headline } from './wording/headline.ts'
import { heldLine } from './wording/held.ts'
import { lines } from './wording/lists.ts'
import { describeLevels } from './wording/on-call.ts'
import { onCallLines } from './wording/on-call-lines.ts'
import { dutiesOf } from './wording/own-duties.ts'
import { readinessLine, worstFirst } from './wording/readiness.ts'
import { channelLine, rtoLine } from './wording/situation.ts'
import { moment } from './wording/times.ts'

/** More open at once is a disaster of another kind; `/dr list` has them all. */
const INCIDENTS_MAX = 10

export type AskHome = (request: Pick<Request, 'by' | 'atMs'>) => Promise<Home>

export function createHome(services: Services): AskHome {
  return async ({ by, atMs }) => {
    const [open, plans, system] = await Promise.all([services.incidents(), services.plans(), services.system()])
    const known = Object.values(plans)
    const closed = await services.mayRun('status', { by, atMs })
    if (closed !== undefined) return { atMs, sections: [{ text: closed }], buttons: [] }
    const mayRead = (await services.mayRun('readiness', { by, atMs })) === undefined
    const held = heldLine(system, atMs)
    return {
      atMs,
      sections: [
        ...(held === undefined ? [] : [{ text: held }]),
        ...(mayRead ? await proposalSections(services, known, atMs) : []),
        ...(await incidentSections(services, open, atMs)),
        ...(await ownSections(services, { open, plans: known, system, by, atMs })),
        { title: 'On call now', text: lines(...known.map((plan) => onCall(plan, system, atMs))) || NO_PLAN },
        // In a disaster nobody looks for it.
        ...(!mayRead || open.some(({ mode }) => mode === 'real') ? [] : await readinessSections(services, atMs)),
      ],
      buttons: [
        { command: 'declare', label: 'Declare a disaster', style: 'danger' },
        { command: 'list all', label: 'All incidents' },
        { command: 'oncall', label: 'Who would be paged now?' },
        { command: 'rehearse', label: 'Rehearse a disaster' },
        { command: 'help', label: 'All commands' },
      ],
    }
  }
}

/** A few systems with the worst of each; `/dr readiness` has all of it. */
const SYSTEMS_MAX = 6
const REASONS_MAX = 2

async function readinessSections(services: Services, atMs: number): Promise<HomeSection[]> {
  const all = (await readinessOfAll(services, atMs)).filter(({ ready }) => ready.percent !== null)
  const least = all.toSorted((a, b) => (a.ready.percent ?? 0) - (b.ready.percent ?? 0))
  const shown = least.slice(0, SYSTEMS_MAX).map(({ plan, ready }, index): HomeSection => {
    const worst = worstFirst(ready.items)
    const reasons = worst.slice(0, REASONS_MAX).map((item) => `• ${itemLine(plan, item, atMs)}`)
    const more = worst.length - reasons.length
    return {
      ...(index === 0 && { title: 'Readiness' }),
      text: lines(readinessLine(plan, ready), ...reasons, more > 0 && `• and ${more} more`),
      buttons: [{ command: 'readiness', label: 'What is missing?', value: plan.id }],
    }
  })
  const left = all.length - shown.length
  return [...shown, ...(left > 0 ? [{ text: `And ${left} more: \`/dr readiness\`.` }] : [])]
}

const NO_PLAN = 'There is no plan in force, so nobody would be paged.'

/** What Muster has noticed and nobody has answered yet. */
async function proposalSections(services: Services, plans: readonly Plan[], atMs: number): Promise<HomeSection[]> {
  const found = await Promise.all(plans.map(({ id }) => services.watch(id)))
  return found.flatMap((one): HomeSection[] => {
    const proposal = one?.state.signals.proposal
    if (!one || !proposal) return []
    const { plan, state } = one
    return [
      {
        title: plan.system.name,
        text: proposalText(plan, state, proposal, atMs),
        buttons: proposalButtons(plan, proposal),
      },
    ]
  })
}

async function incidentSections(services: Services, open: readonly View[], atMs: number): Promise<HomeSection[]> {
  const title = 'Open incidents'
  if (open.length === 0) return [{ title, text: 'No incident is open.' }]
  const shown = open.slice(0, INCIDENTS_MAX).map(async (view): Promise<HomeSection> => {
    const board = (await services.state(view.id))?.state.board
    return {
      text: lines(`*${view.id}* ${headline(view)}`, `${stands(view, atMs)}. ${rtoLine(view, atMs)}`, channelLine(view)),
      incident: view.id,
      buttons: [{ command: 'status', label: 'Situation' }],
      ...(board?.ts && view.channel && { board: { channel: view.channel.id, ts: board.ts } }),
    }
  })
  const [first, ...rest] = await Promise.all(shown)
  const left = open.length - shown.length
  return [{ title, ...first! }, ...rest, ...(left > 0 ? [{ text: `And ${left} more: \`/dr list\`.` }] : [])]
}

const stands = (view: View, atMs: number): string =>
  `${view.status.charAt(0).toUpperCase()}${view.status.slice(1)}, declared ${moment(view.declared.atMs, atMs)}`

interface Looking {
  open: readonly View[]
  plans: readonly Plan[]
  system: SystemState
  by: Request['by']
  atMs: number
}

/** What is asked of whoever looks, incident by incident: each pinned plan may know them by another id. */
async function ownSections(services: Services, { open, plans, system, by, atMs }: Looking): Promise<HomeSection[]> {
  const title = 'Yours'
  const found = await Promise.all(
    open.map(async (view) => {
      const plan = (await services.state(view.id))?.plan
      const person = plan && ownPerson(plan, by)
      if (!plan || person === undefined) return []
      const covered = Object.entries(standIns(system, plan.id, atMs)).filter(([, standIn]) => standIn === person)
      return dutiesOf(view, [person, ...covered.map(([away]) => away)], atMs)
    }),
  )
  const [first, ...rest] = found.flat()
  if (first) return [{ title, ...first }, ...rest]
  const isKnown = plans.some((plan) => ownPerson(plan, by) !== undefined)
  const text = isKnown ? 'Nothing is asked of you.' : 'You are in no plan, so that nobody pages you.'
  return [{ title, text }]
}

function onCall(plan: Plan, system: SystemState, atMs: number): string {
  const state = { ...initialState(''), severity: defaultSeverity(plan, null) }
  const covers = standIns(system, plan.id, atMs)
  const { data } = describeLevels(plan, applicableLevels(plan, state), { atMs, covers })
  return lines(`*${plan.system.name}*`, onCallLines(data))
}
