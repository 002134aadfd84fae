/**
 * Who may: the one place where that is asked, for whatever comes in. Showing is asked when a command is run; doing is asked where the act
 * is put to a core, which every door goes through: Slack, console, command line, text message, call, mail, PagerDuty.
 *
 * It goes by the plan in force, so that whoever has left it, or has lost a role, can do nothing any more in an incident that is pinned to an
 * older one. Only where the plan was retired does the pinned one still say who.
 */
import type { IncidentCommand } from '../src/incident/commands.ts'
import { incidentCore } from '../src/incident/core.ts'
import { holdersOf } from '../src/incident/recovery/approval.ts'
import type { IncidentState } from '../src/incident/state.ts'
import type { Actor } from '../src/plan/actor.ts'
import { inWords } from '../src/plan/in-words.ts'
import { personByContact } from '../src/plan/people.ts'
import { COMMAND_GROUPS, type PermittedCommand } from '../src/plan/permission-names.ts'
import { mayDo, permittedInWords, permittedTo, type Wanted } from '../src/plan/permissions.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { SystemCommand } from '../src/readiness/commands.ts'
import { standIns } from '../src/readiness/stand-ins.ts'
import type { SystemState } from '../src/readiness/state.ts'
import type { WatchCommand } from '../src/readiness/watch/commands.ts'
import { INCIDENT_ACTS, LOOKING, SHOWING, SYSTEM_ACTS, WATCH_ACTS } from './acts.ts'

interface Pinned {
  state: IncidentState
  plan: Plan
}

export interface AccessPorts {
  plans(): Promise<Record<string, Plan>>
  state(incident: string): Promise<Pinned | undefined>
  /** Open incidents with the plan that each is pinned to. */
  open(): Promise<{ plan: Plan }[]>
  system(): Promise<SystemState>
  /** Whether a Slack user is in a user group. */
  inSlackGroup(slackUserId: string, group: string): Promise<boolean>
}

/** Each answers with one sentence that says who may, or with nothing: go on. */
export interface Access {
  /** A command as it is run: whether somebody may see what it shows, or do what it does. */
  running(command: string, request: { by: Actor; atMs: number; incident?: string }): Promise<string | undefined>
  incident(incident: string, command: IncidentCommand): Promise<string | undefined>
  system(command: SystemCommand): Promise<string | undefined>
  watch(planId: string, command: WatchCommand): Promise<string | undefined>
  declaring(planId: string, mode: 'real' | 'drill', request: { by: Actor; atMs: number }): Promise<string | undefined>
  reloading(request: { by: Actor; atMs: number }): Promise<string | undefined>
}

interface Asking {
  by: Actor
  atMs: number
}

export function createAccess(ports: AccessPorts): Access {
  /** The plans that say who: those in force, and of what is open those that were retired since. */
  const speaking = async (): Promise<Plan[]> => {
    const inForce = await ports.plans()
    const retired = (await ports.open()).filter(({ plan }) => !Object.hasOwn(inForce, plan.id))
    return [...Object.values(inForce), ...new Set(retired.map(({ plan }) => plan))]
  }
  const callerIn = async (plan: Plan, { by, atMs }: Asking, pinned?: Pinned) => {
    const person = personIn(plan, by)
    const covers = person === undefined ? {} : standIns(await ports.system(), plan.id, atMs)
    const holds = (role: string) =>
      person !== undefined &&
      ((plan.roles[role]?.holders ?? []).some((holder) => covers[holder] === person) ||
        (pinned !== undefined && holdersOf(plan, pinned.state, [role]).includes(person)))
    const group = by.via === 'slack' && person === undefined ? plan.permissions.slackGroup : undefined
    const outsideGroup = group !== undefined && !(await ports.inSlackGroup(by.id.slice('slack:'.length), group))
    return { person, holds, outsideGroup }
  }
  const allows = async (plan: Plan, wanted: Wanted, asking: Asking, pinned?: Pinned): Promise<boolean> =>
    trusted(plan, wanted, asking.by, pinned) || mayDo(plan, wanted, await callerIn(plan, asking, pinned))

  const refusedBy = async (plans: readonly Plan[], wanted: Wanted, asking: Asking, pinned?: Pinned) => {
    for (const plan of plans) if (await allows(plan, wanted, asking, pinned)) return undefined
    return refusal(plans, wanted, asking.by, pinned)
  }
  /** By the plan of this id in force; the pinned one where there is none. */
  const planOf = async (id: string, pinned?: Plan): Promise<Plan[]> => {
    const plan = (await ports.plans())[id] ?? pinned
    return plan ? [plan] : []
  }

  return {
    async running(command, { by, atMs, incident }) {
      if (by.via === 'system' || !Object.hasOwn(COMMAND_GROUPS, command)) return undefined
      const name = command as PermittedCommand
      const pinned = incident === undefined ? undefined : await ports.state(incident)
      const plans = pinned ? await planOf(pinned.plan.id, pinned.plan) : await speaking()
      if (plans.length === 0) return undefined
      const shown: Wanted = LOOKING.has(name) ? 'look' : 'read'
      const wanted: Wanted[] = LOOKING.has(name) || SHOWING.has(name) ? [shown, name] : [name]
      for (const one of wanted) if ((await refusedBy(plans, one, { by, atMs }, pinned)) === undefined) return undefined
      return refusal(plans, wanted[0]!, by, pinned, name)
    },
    async incident(incident, command) {
      const act = INCIDENT_ACTS[command.type]
      if (command.by.via === 'system') return undefined
      if (act === 'told') return NOT_FOR_PEOPLE
      const pinned = await ports.state(incident)
      // There is no such incident: the core says so better.
      if (!pinned) return undefined
      const [plan = pinned.plan] = await planOf(pinned.plan.id, pinned.plan)
      // Written in the channel by somebody who has left: no sign that those who are still there are on it.
      const hasLeft = personIn(pinned.plan, command.by) !== undefined && personIn(plan, command.by) === undefined
      if (act === 'sign') return hasLeft ? refusal([plan], 'note', command.by, pinned) : undefined
      return (await refusedBy([plan], act, command, pinned)) ?? lostRole(plan, pinned, command)
    },
    async system(command) {
      const act = SYSTEM_ACTS[command.type]
      if (command.by.via === 'system') return undefined
      if (act === 'told') return NOT_FOR_PEOPLE
      const plans = 'planId' in command ? await planOf(command.planId) : await speaking()
      return plans.length === 0 ? undefined : refusedBy(plans, act, command)
    },
    async watch(planId, command) {
      const act = WATCH_ACTS[command.type]
      if (command.by.via === 'system') return undefined
      if (act === 'told') return NOT_FOR_PEOPLE
      const declared = command.type === 'answer-proposal' && command.answer === 'declared'
      const plans = await planOf(planId)
      return plans.length === 0 ? undefined : refusedBy(plans, declared ? 'declare' : act, command)
    },
    async declaring(planId, mode, asking) {
      if (asking.by.via === 'system') return undefined
      const plans = await planOf(planId)
      return plans.length === 0 ? undefined : refusedBy(plans, mode === 'drill' ? 'drill' : 'declare', asking)
    },
    async reloading(asking) {
      const plans = await speaking()
      return asking.by.via === 'system' || plans.length === 0 ? undefined : refusedBy(plans, 'plan', asking)
    },
  }
}

const NOT_FOR_PEOPLE = 'That is for Muster itself to report: nothing has been changed.'

/** Who somebody is to this very plan; another plan, or an older one, may call them something else. */
function personIn(plan: Plan, by: Actor): string | undefined {
  const [kind, contact = ''] = by.id.split(':')
  if (kind === 'slack') return personByContact(plan, { slack: contact })
  if (kind === 'pagerduty') return personByContact(plan, { pagerduty: contact })
  return by.person !== undefined && Object.hasOwn(plan.people, by.person) ? by.person : undefined
}

/**
 * Who is no person of the plan, but comes through a door that only the team has: the console's token shows what people of the plan see, and
 * whoever acknowledges inside PagerDuty is in its service, unless the plan knew them and does not any more.
 */
function trusted(plan: Plan, wanted: Wanted, by: Actor, pinned?: Pinned): boolean {
  if (permittedTo(plan, wanted) !== 'people' || by.person !== undefined) return false
  if (by.via === 'console' || by.via === 'cli') return wanted === 'read'
  return by.via === 'pagerduty' && wanted === 'ack' && pinned !== undefined && !personIn(pinned.plan, by)
}

/**
 * What the core would refuse if the roles of the pinned plan were held only by those who still hold them in the plan in force. Asked of the core
 * itself, so that every rule about roles counts, now and later.
 */
function lostRole(inForce: Plan, { plan, state }: Pinned, command: IncidentCommand): string | undefined {
  const person = personIn(plan, command.by)
  const stillHolds = (role: string, holder: string) => inForce.roles[role]?.holders.includes(holder) ?? true
  const lost = Object.entries(plan.roles).some(
    ([role, { holders }]) => person !== undefined && holders.includes(person) && !stillHolds(role, person),
  )
  if (!lost) return undefined
  const roles = Object.fromEntries(
    Object.entries(plan.roles).map(([id, role]) => [
      id,
      { ...role, holders: role.holders.filter((holder) => holder !== person || stillHolds(id, holder)) },
    ]),
  )
  const by = { ...command.by, ...(person !== undefined && { person }) }
  const decided = incidentCore.decide({ ...plan, roles }, state, { ...command, by })
  return decided.ok ? undefined : decided.why
}

function refusal(plans: readonly Plan[], wanted: Wanted, by: Actor, pinned?: Pinned, typed?: string): string {
  const who = inWords([...new Set(plans.map((plan) => permittedInWords(plan, wanted)))], 'or')
  const what = wanted === 'look' || wanted === 'read' ? (typed ? `\`/dr ${typed}\`` : 'That') : `\`/dr ${wanted}\``
  return `${what} is for ${who}${whyNot(plans, by, pinned)}.`
}

function whyNot(plans: readonly Plan[], by: Actor, pinned?: Pinned): string {
  if (plans.some((plan) => personIn(plan, by) !== undefined)) return ''
  if (pinned && personIn(pinned.plan, by) !== undefined) return '; you are not in that plan any more'
  if (by.person === undefined && by.via === 'cli') return '; say who you are with `--as PERSON`'
  if (by.person === undefined && by.via === 'console') return '; say who you are, by your id in the plan'
  return `; you are not in ${plans.length === 1 ? 'that plan' : 'these plans'}`
}
