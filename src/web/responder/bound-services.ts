/**
 * The services of commands, bound to one incident and one responder: whatever is typed or pressed in a responder's console can neither see nor touch anything else, and what
 * wants a code does not happen without it. So the commands themselves, which Slack runs too, need to know nothing of it.
 */
import type { Asked, Services } from '../../../commands/services.ts'
import type { IncidentCommand } from '../../incident/commands.ts'
import { whatNeedsCode } from '../../incident/console/needs-code.ts'
import { decide } from '../../incident/decide.ts'
import { lastRun } from '../../incident/recovery/state.ts'
import { type Confirming, confirm } from './second-factor.ts'

/** Of the whole system's commands these only: in an emergency everybody may stop what goes out. */
const SYSTEM_COMMANDS: ReadonlySet<string> = new Set(['hold', 'release'])

/** Thrown through a command that would end the incident before whoever asks has seen who hears of it. */
export class NotSure extends Error {}

interface Bound extends Omit<Confirming, 'services'> {
  /** What the end of the incident does has been shown, and is wanted. */
  sure: boolean
}

export function boundServices(services: Services, confirming: Bound): Services {
  const { responder } = confirming
  const { incident } = responder.session
  const parts = { ...confirming, services }
  const elsewhere = {
    ok: false as const,
    why: `This console is for ${incident} alone: use Slack or another link for that.`,
  }
  const isOwn = (id: string) => id === incident

  const ask = async (id: string, given: IncidentCommand, key: string): Promise<Asked> => {
    if (!isOwn(id)) return elsewhere
    const found = await services.state(id)
    const view = await services.view(id)
    if (!found || !view) return services.ask(id, given, key)
    const command = withDigest(given, found.state)
    const what = whatNeedsCode(view, command)
    const isEnd = command.type === 'resolve' && !confirming.sure
    if (what === undefined && !isEnd) return services.ask(id, command, key)
    // Nobody is sent a code for what is refused anyway, or done already; and nothing happens without one that was refused a moment ago.
    const decision = decide(found.plan, found.state, { ...command, facts: { standIns: {} } })
    if (!decision.ok) return decision
    if (decision.events.length === 0)
      return { ok: true, view, events: [], repeated: false, ...(decision.note && { note: decision.note }) }
    if (what === undefined) throw new NotSure()
    await confirm(parts, command, what)
    return services.ask(id, command, key)
  }

  return {
    ...services,
    ask,
    declare: async () => elsewhere,
    view: async (id) => (isOwn(id) ? services.view(id) : undefined),
    state: async (id) => (isOwn(id) ? services.state(id) : undefined),
    events: async (id) => (isOwn(id) ? services.events(id) : []),
    eventsFromEnd: (id) => services.eventsFromEnd(isOwn(id) ? id : ''),
    downtime: async (id, nowMs) => (isOwn(id) ? services.downtime(id, nowMs) : null),
    async headings(options) {
      return (await services.headings(options)).filter(({ id }) => isOwn(id))
    },
    async incidents(options) {
      return (await services.incidents(options)).filter(({ id }) => isOwn(id))
    },
    async incidentsWithPlans(options) {
      return (await services.incidentsWithPlans(options)).filter(({ view }) => isOwn(view.id))
    },
    async plans() {
      const { plan } = responder
      const inForce = (await services.plans())[plan.id]
      return inForce ? { [plan.id]: inForce } : {}
    },
    async askSystem(command, key) {
      if (!SYSTEM_COMMANDS.has(command.type)) return elsewhere
      const what = command.type === 'hold' ? whatNeedsCode(responder.view, command) : undefined
      if (what !== undefined && (await services.system()).held === null) await confirm(parts, command, what)
      return services.askSystem(command, key)
    },
    askWatch: async () => elsewhere,
    reloadPlans: async (apply) => (apply ? { changes: [], problems: [elsewhere.why] } : services.reloadPlans(false)),
  }
}

/** What is approved is what would run now, also where nobody has said which: the code is good for that alone. */
function withDigest(command: IncidentCommand, state: Parameters<typeof decide>[1]): IncidentCommand {
  if ((command.type !== 'approve-step' && command.type !== 'break-glass') || command.digest) return command
  const variants = command.variant ? [command.variant] : (['do', 'undo'] as const)
  const run = variants
    .map((variant) => lastRun(state.recovery, command.step, variant))
    .find((one) => one?.state === 'requested')
  return run ? { ...command, variant: run.variant, digest: run.digest } : command
}
