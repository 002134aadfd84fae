/** The REST key may read what Muster reads: acknowledgements, and who is on call in the schedules that plans name. */
import type { PagerDutyClient } from '../adapters/pagerduty/pagerduty-client.ts'
import { personByContact } from '../plan/people.ts'
import type { Plan } from '../plan/schema.ts'
import { type Check, error, type Finding, ok, type Subject, warning } from './finding.ts'
import { pagerDutyTrouble, withPagerDuty } from './pagerduty-access.ts'

const WHERE = 'a read-only REST API key (PagerDuty, Integrations, API Access Keys)'

export const pagerDutyReading: Check = {
  name: 'pagerduty-reading',
  group: 'PagerDuty',
  async run({ settings, plans }, signal) {
    if (!settings.pagerduty) return []
    if (settings.pagerduty.apiKey === undefined) return [nothingIsRead]
    const found = await withPagerDuty(settings, async (client) => {
      const key = await tryKey(client, signal)
      return key.level === 'ok' ? [key, ...(await trySchedules(client, plans.plans, signal))] : [key]
    })
    return found ?? []
  },
}

const nothingIsRead = warning(
  'PagerDuty is not read',
  'Schedules do not say who is on call, and without a webhook an acknowledgement in PagerDuty goes unseen.',
  `Set PAGERDUTY_API_KEY to ${WHERE}.`,
)

/** What the poll asks every 30 s, for one incident: a key that may do this may do all that is asked of it. */
async function tryKey(client: PagerDutyClient, signal: AbortSignal): Promise<Finding> {
  const what = 'Whether PAGERDUTY_API_KEY is right cannot be told'
  try {
    const { status } = await client.get('/incidents', { limit: '1' }, signal)
    if (status < 300) return ok('PagerDuty takes PAGERDUTY_API_KEY')
    if (status !== 401 && status !== 403) return pagerDutyTrouble(what, status)
    return error('PagerDuty does not take PAGERDUTY_API_KEY', `It answers ${status}.`, `Set it to ${WHERE}.`)
  } catch (cause) {
    return pagerDutyTrouble(what, cause)
  }
}

async function trySchedules(
  client: PagerDutyClient,
  plans: Subject['plans']['plans'],
  signal: AbortSignal,
): Promise<Finding[]> {
  return Promise.all(
    plans.flatMap((plan) =>
      schedulesOf(plan).map(async (schedule) => {
        const what = `The schedule ${schedule} of the plan ${plan.id} cannot be read`
        try {
          const { status, body } = await client.get('/oncalls', { 'schedule_ids[]': [schedule] }, signal)
          return status < 300 ? onCallFinding(plan, schedule, body) : pagerDutyTrouble(what, status)
        } catch (cause) {
          return pagerDutyTrouble(what, cause)
        }
      }),
    ),
  )
}

function schedulesOf(plan: Plan): string[] {
  const targets = Object.values(plan.policies).flatMap(({ levels }) => levels.flatMap(({ to }) => to))
  return [...new Set(targets.flatMap((target) => ('pagerdutySchedule' in target ? [target.pagerdutySchedule] : [])))]
}

function onCallFinding(plan: Plan, schedule: string, body: Record<string, unknown>): Finding {
  const shifts = (body.oncalls ?? []) as { user?: { id?: string } }[]
  const person = shifts.map(({ user }) => user?.id && personByContact(plan, { pagerduty: user.id })).find(Boolean)
  if (person) return ok(`On call in ${schedule}: ${plan.people[person]?.name}`)
  const why = `PagerDuty names ${shifts.length === 0 ? 'nobody' : 'somebody whom the plan does not know'}, so that the plan's \`otherwise\` would be paged.`
  const remedy = `Fill the schedule in PagerDuty, or add people's \`pagerduty\` ids to the plan ${plan.id} or its contacts.`
  return warning(`Nobody of the plan ${plan.id} is on call in ${schedule}`, why, remedy)
}
