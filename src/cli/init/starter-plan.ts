/**
 * A first plan as text, from a few answers: commented, short, and one that `muster check` finds no error in. Promises a draft: nobody is paged and nothing is
 * run for real by a plan that nobody has read yet.
 */
import type { Answers, Contact } from './answers.ts'
import { lengthUpTo } from './length-up-to.ts'
import { scenarioText } from './starter-scenario.ts'
import { idOf, yamlText } from './yaml-words.ts'

const MINUTE_MS = 60_000
/** Customers are not told more often, however short the RTO is. */
const CADENCE_LEAST_MS = 5 * MINUTE_MS

/** Who is asked for, in the order in which they are paged. */
const SEATS = ['On call', 'Second on call', 'Incident commander']

export interface StarterPlan {
  id: string
  /** Ids of its scenarios. */
  scenarios: string[]
  text: string
}

interface Seated {
  people: (Contact & { id: string })[]
  /** Their ids, seat by seat. */
  seats: string[]
}

/** Whoever is named for two seats is one person; a seat that nobody is named for has a placeholder. */
function seated(answers: Answers): Seated {
  const taken = new Set<string>()
  const people = new Map<string, Contact & { id: string }>()
  const seats = SEATS.map((seat, index) => {
    const said = answers.people[index]
    const contact = said?.name ? said : { name: `${seat} (placeholder)` }
    const known = people.get(contact.name)
    const id = known?.id ?? idOf(contact.name.replace(' (placeholder)', ''), `person-${index + 1}`, taken)
    people.set(contact.name, { ...known, ...contact, id })
    return id
  })
  return { people: [...people.values()], seats }
}

/** @param schema where the file finds the format's schema, for editors. */
export function starterPlan(answers: Answers, schema: string): StarterPlan {
  const id = idOf(answers.name, 'system', new Set())
  const scenarios = scenarioIds(answers)
  const parts = [
    head(id, answers, schema),
    objectives(answers),
    peopleText(seated(answers)),
    ladder(answers),
    componentsText(),
    ...(answers.backups ? [backupsText(answers.backups)] : [NO_BACKUPS]),
    communication(answers),
    scenariosText(scenarios, answers),
    drills(scenarios),
  ]
  return { id, scenarios, text: parts.join('\n') }
}

const head = (
  id: string,
  { name, statusPage, zone }: Answers,
  schema: string,
): string => `# yaml-language-server: $schema=${schema}
#
# Disaster-recovery plan of ${name}. "muster check" names every fault of it, docs/plan-reference.md has every field.
muster: 1
id: ${yamlText(id)}
draft: true # take this line away when everybody can be reached and the steps are yours: a draft runs nothing
system: { name: ${yamlText(name)} }
zone: ${zone} # of every time of day that is written without one
${statusPage === null ? '' : `statusPage: { url: ${yamlText(statusPage)} }\n`}`

const objectives = ({ rto, rpo }: Answers): string => `objectives:
  rto: ${yamlText(rto.written)} # the longest acceptable outage
  rpo: ${yamlText(rpo.written)} # the most data, in time, that may be lost

# 1 is the worst. A declaration that names none is of the worst one.
severities:
  - { id: critical, label: Critical, rank: 1 }
  - { id: major, label: Major, rank: 2 }
  - { id: minor, label: Minor, rank: 3 }
`

function peopleText({ people, seats }: Seated): string {
  const lines = people.map((person) => `  ${person.id}: ${contactText(person)}`)
  const [first = '', second = '', third = ''] = seats
  const onCall = [...new Set([first, second])]
  return `# Telephone numbers in international form. They can also stand in a file of their own that is not shared (muster check --contacts).
people:
${lines.join('\n')}

commander: commander # the role that leads an incident
roles:
  on-call:
    label: On call
    duties: [Find out what is broken and start the recovery]
    holders: [${onCall.join(', ')}] # the next is tried when the one before does not answer
  commander:
    label: Incident commander
    duties: [Lead the incident, Approve what cannot be undone, Answer for what people are told]
    holders: [${third}]
`
}

function contactText({ name, phone, email, slack }: Contact): string {
  const fields = [
    `name: ${yamlText(name)}`,
    ...(phone === undefined ? [] : [`phone: "${phone}"`]),
    ...(email === undefined ? [] : [`email: ${yamlText(email)}`]),
    ...(slack === undefined ? [] : [`slack: ${slack}`]),
  ]
  return `{ ${fields.join(', ')} }`
}

/** Soon enough for a short objective, too. */
function ladder({ rto }: Answers): string {
  const second = lengthUpTo(rto.ms / 8, 15 * MINUTE_MS)
  const third = lengthUpTo(rto.ms / 4, 30 * MINUTE_MS)
  return `# Who is called, and how long after the declaration. It stops when somebody has acknowledged.
policy: main
policies:
  main:
    stop: acknowledged
    levels:
      - id: on-call
        label: On call
        after: immediately
        to: [{ role: on-call }]
        means: [slack, sms, voice, email] # in this order; what fails is followed by the next at once
        nextMeansAfter: 1 min
        nextHolderAfter: ${second}
        purpose: Find out what is broken and start the recovery
      - id: commander
        label: Incident commander
        after: ${third}
        to: [{ role: commander }]
        means: [slack, sms, voice, email]
        nextMeansAfter: 1 min
        purpose: Nobody on call has answered, or it needs somebody who decides
`
}

const componentsText = (): string => `# What the system is made of, as people outside would call it.
components:
  service: { label: Service }
  data: { label: Data, priority: critical, public: false }
`

const backupsText = ({ bucket, prefix, every }: NonNullable<Answers['backups']>): string => `stores:
  backups: { bucket: ${yamlText(bucket)} } # S3; for others write "endpoint". Its keys come from the environment
backups:
  data:
    label: Data
    components: [data]
    store: backups
    prefix: ${yamlText(prefix)} # what the keys begin with
    schedule: ${yamlText(every)} # muster check compares it with the RPO
    keep: 30 days
    # Write how each backup is tried: one that nobody has ever restored is a hope.
    #   verification: [{ how: checksum, schedule: daily }, { how: restore, schedule: weekly }]
`

const NO_BACKUPS = `# Where backups lie and how often they are made; muster check compares that with the RPO.
#   stores: { backups: { bucket: my-backups } }
#   backups: { data: { label: Data, components: [data], store: backups, schedule: every 1 hour, keep: 30 days } }
`

const communication = ({ rto, statusPage }: Answers): string => {
  const deadline = lengthUpTo(rto.ms / 4, 60 * MINUTE_MS)
  const target = lengthUpTo(rto.ms / 8, 30 * MINUTE_MS)
  const customers = `
  - id: customers
    audience: customers
    means: [status-page]
    target: ${target} # goes out by itself then
    deadline: ${deadline} # late after that, and loudly so
    cadence: ${lengthUpTo(Math.max(CADENCE_LEAST_MS, rto.ms / 4), 30 * MINUTE_MS)}
    templates: { initial: customer-initial, progress: customer-progress, resolved: customer-resolved }`
  return `# Who is told, by when. Add your own: management, partners, regulators.
audiences:
  team: { label: The team, slack: incidents } # a Slack channel${statusPage === null ? '' : '\n  customers: { label: Customers, external: true }'}
notices:
  - id: team
    audience: team
    means: [slack]
    target: immediately
    templates: { initial: internal-alert, progress: internal-progress, resolved: internal-resolved }${statusPage === null ? '' : customers}
`
}

function scenarioIds({ scenarios: titles }: Answers): string[] {
  const taken = new Set<string>()
  return titles.map((title, index) => idOf(title, `scenario-${index + 1}`, taken))
}

function scenariosText(ids: readonly string[], answers: Answers): string {
  const all = answers.scenarios.map((title, index) => scenarioText(ids[index]!, title, answers, index === 0))
  return `# What may happen, and what is done then, step by step.
scenarios:
${all.join('\n')}`
}

const drills = (
  ids: readonly string[],
): string => `# A plan that nobody has practised does not work. "last" is the day on which it was last done.
drills:
  quarterly: { label: Quarterly drill, every: quarter, scenarios: [${ids.join(', ')}] }
`
