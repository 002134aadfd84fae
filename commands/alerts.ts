/** `/dr alerts`: what is looked at and how it stands, what is proposed because of it; and the answers to that. */
import { proposalButtons, seenLines } from '../src/messages/signal-words.ts'
import { privately } from '../src/plan/actor.ts'
import { outageStart } from '../src/readiness/signals/outage-start.ts'
import type { SignalCommand } from '../src/readiness/signals/track.ts'
import { answer, refuse, refuseField } from './asking/answers.ts'
import { declarationForm } from './asking/declaration-form.ts'
import { readMoment } from './asking/moments.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import { type FoundProposal, whichProposal } from './asking/proposals.ts'
import type { DrCommand, Form, Reply, Request } from './command.ts'
import { alertsLine, alertsText } from './wording/alerts.ts'
import { bullets, lines } from './wording/lists.ts'
import { moment } from './wording/times.ts'

export const alerts: DrCommand = {
  name: 'alerts',
  aliases: ['alert', 'probes'],
  usage: 'alerts [PLAN] | alerts dismiss [PLAN] REASON | alerts snooze [PLAN] [30 min]',
  summary: 'What is looked at and how it stands; answer what is proposed because of it',
  async run(request) {
    const { values } = request
    const [doing = '', ...rest] = (values?.answer ?? request.words).trim().split(/\s+/)
    switch (doing.toLowerCase()) {
      case 'dismiss':
        return dismiss(request, rest.join(' '))
      case 'snooze':
        return snooze(request, rest.join(' '))
      case 'declare':
        return declareForm(request, rest.join(' '))
      default:
        return show(request)
    }
  },
}

const SHOWN_MAX = 20
const SNOOZED_MS = 30 * 60_000

async function show(request: Request): Promise<Reply> {
  const { services, atMs } = request
  const words = request.words.trim()
  const plans = await allPlans(request)
  if (words === '' && plans.length > 1) return all(request, plans)
  const found = await onePlan(request, 'alerts', words)
  if (!found.ok) return refuse(found.why)
  const watch = await services.watch(found.plan.id)
  if (!watch) return refuse(`${found.plan.system.name} is not watched yet: try again in a moment.`)
  const { plan, state } = watch
  const probes = services.probes(plan.id)
  const { proposal } = state.signals
  return answer(alertsText(plan, state, probes, atMs), {
    ...(proposal ? { buttons: proposalButtons(plan, proposal) } : {}),
    data: { plan: plan.id, proposal, probes, tracks: state.signals.tracks },
  })
}

async function all(request: Request, plans: Awaited<ReturnType<typeof allPlans>>): Promise<Reply> {
  const { services } = request
  const found = (await Promise.all(plans.map(({ id }) => services.watch(id)))).filter((one) => one !== undefined)
  const known = found.map(({ plan, state }) => ({ plan, state, probes: services.probes(plan.id) }))
  const asked = known.filter(({ state }) => state.signals.proposal)
  const [only] = asked
  return answer(
    lines(
      bullets(
        known.map(({ plan, state, probes }) => alertsLine(plan, state, probes)),
        SHOWN_MAX,
      ),
      '`/dr alerts PLAN` has more.',
    ),
    {
      ...(asked.length === 1 && only ? { buttons: proposalButtons(only.plan, only.state.signals.proposal!) } : {}),
      data: known.map(({ plan, state, probes }) => ({ plan: plan.id, proposal: state.signals.proposal, probes })),
    },
  )
}

type Found = Extract<FoundProposal, { ok: true }>

async function dismiss(request: Request, words: string): Promise<Reply> {
  const found = await whichProposal(request, 'dismiss', words)
  if (!found.ok) return refuse(found.why)
  const { plan, proposal } = found
  const reason = (request.values?.reason ?? found.rest).trim()
  if (reason === '' && !request.values && request.canShowForm) return answer('', { form: dismissForm(found) })
  if (reason === '')
    return refuseField(request, 'reason', `Say why it is none: \`/dr alerts dismiss ${plan.id} REASON\`.`)
  return put(request, found, { answer: 'dismissed', reason: privately(reason) }, () =>
    lines(
      `*No incident* of ${plan.system.name}: ${reason}.`,
      `Nobody is asked about it again until it has been well in between. (${proposal})`,
    ),
  )
}

const dismissForm = ({ plan, proposal }: Found): Form => ({
  command: 'alerts',
  title: 'Not an incident',
  submit: 'It is none',
  intro: 'Nobody is asked about it again until it has been well in between.',
  fields: [
    {
      ...{ param: 'answer', label: 'What is proposed', kind: 'select', initial: `dismiss ${plan.id} ${proposal}` },
      options: [{ value: `dismiss ${plan.id} ${proposal}`, label: `${plan.system.name} (${proposal})` }],
    },
    { param: 'reason', label: 'Why', kind: 'multiline' },
  ],
})

async function snooze(request: Request, words: string): Promise<Reply> {
  const { atMs } = request
  const found = await whichProposal(request, 'snooze', words)
  if (!found.ok) return refuse(found.why)
  const until =
    found.rest === '' ? { ok: true as const, atMs: atMs + SNOOZED_MS } : readMoment(found.rest, atMs, 'future')
  if (!until.ok) return refuse(until.why)
  return put(request, found, { answer: 'snoozed', untilMs: until.atMs }, () =>
    lines(`*Later*: it is asked again ${moment(until.atMs, atMs)}, unless it is well by then.`),
  )
}

async function put(
  { services, by, atMs, key }: Request,
  { plan, proposal }: Found,
  what: Pick<Extract<SignalCommand, { type: 'answer-proposal' }>, 'answer' | 'reason' | 'untilMs'>,
  words: () => string,
): Promise<Reply> {
  const command = { type: 'answer-proposal', proposal, ...what, atMs, by } as const
  const asked = await services.askWatch(plan.id, command, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(asked.note ?? words())
}

/** The form of a declaration, filled in with what has been seen; sent, it answers the proposal. */
async function declareForm(request: Request, words: string): Promise<Reply> {
  const found = await whichProposal(request, 'declare', words)
  if (!found.ok) return refuse(found.why)
  const { plan, state, open } = found
  if (!open) return refuse('That has been answered already, or is over.')
  const scenario = open.scenario ?? undefined
  if (!request.canShowForm) {
    return refuse(
      `Say \`/dr declare ${[plan.id, scenario, open.severity].filter((word) => word).join(' ')}\`, with what is seen.`,
    )
  }
  const given = {
    ...{ plan: plan.id, severity: open.severity, seen: seenLines(plan, state, open).join('\n') },
    since: new Date(outageStart(open)).toISOString(),
    ...(scenario !== undefined && { scenario }),
  }
  return answer('', { form: declarationForm(await allPlans(request), given) })
}
