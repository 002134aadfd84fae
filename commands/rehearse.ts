/** `/dr rehearse`: a scenario of a plan in virtual time, by anybody and at any time; it touches no incident, tells nobody and takes nothing from the server's own pace. */
import { inWords } from '../src/plan/in-words.ts'
import { recogniseDeclaration } from '../src/plan/recognise.ts'
import type { Plan } from '../src/plan/schema.ts'
import { type Asked, readAsked } from '../src/rehearsal/ask.ts'
import { seedAndFaults } from '../src/rehearsal/seeds/distribution-text.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans } from './asking/plans.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { chancesText, rehearsalText } from './wording/rehearsals.ts'

export const rehearse: DrCommand = {
  name: 'rehearse',
  aliases: ['rehearsal', 'simulate'],
  usage: 'rehearse [PLAN] [SCENARIO] [SEVERITY] [--seeds N] [--seed N] [--faults LIST] [--nobody]',
  summary: 'Run a scenario in virtual time: would the RTO be met, and who waits for whom',
  async run(request) {
    const plans = await allPlans(request)
    if (plans.length === 0)
      return refuse('There is no plan in force: put one into the plans folder, then `/dr plan reload`.')
    const flags = readFlags(request.words)
    if ('why' in flags) return refuse(flags.why)
    const said = recogniseDeclaration(plans, flags.rest)
    const plan = plans.find(({ id }) => id === said.plan)
    if (!plan && said.rest === '') return whichPlan(plans)
    if (!plan) return refuse(`"${said.rest}" is no plan here: say ${namesOf(plans.map(({ id }) => id))}.`)
    if (said.rest !== '')
      return refuse(
        `"${said.rest}" is no scenario or severity of ${plan.id}: say ${namesOf(Object.keys(plan.scenarios), plan.id)}.`,
      )
    const { seeds, ...asked } = flags.asked
    const { scenario, severity } = said
    if (scenario === undefined && Object.keys(plan.scenarios).length > 1) return whichScenario(plan)
    return rehearsed(request, plan, { ...asked, scenario, severity }, seeds)
  },
}

/** Slack takes so many in a row. */
const BUTTONS_MAX = 5

/** As typed. */
const namesOf = (names: readonly string[], before = ''): string =>
  inWords(
    names.map((name) => `\`/dr rehearse ${before === '' ? name : `${before} ${name}`}\``),
    'or',
  )

/** Neither is wrong: it only has to be said. */
const whichPlan = (plans: readonly Plan[]): Reply =>
  answer(`Which plan? Say ${namesOf(plans.map(({ id }) => id))}.`, {
    buttons: plans
      .slice(0, BUTTONS_MAX)
      .map(({ id, system }) => ({ command: 'rehearse', label: system.name, value: id })),
  })

function whichScenario({ id, system, scenarios }: Plan): Reply {
  const all = Object.entries(scenarios)
  return answer(`Which scenario of ${system.name}? Say ${namesOf(Object.keys(scenarios), id)}.`, {
    buttons: all
      .slice(0, BUTTONS_MAX)
      .map(([scenario, { title }]) => ({ command: 'rehearse', label: title, value: `${id} ${scenario}` })),
  })
}

async function rehearsed({ services }: Request, plan: Plan, asked: Asked, seeds: number | undefined): Promise<Reply> {
  const read = readAsked(plan, asked)
  if (!read.ok) return refuse(read.why)
  const drillMs = await services.drillTimes(plan.id)
  const wanted = Object.keys(drillMs).length > 0 ? { ...read.wanted, drillMs } : read.wanted
  const found = await services.rehearsals.rehearse(wanted, seeds)
  if (!found.ok) return refuse(found.why)
  const { report, distribution, svg } = found
  const nobody = wanted.nobody ? ' --nobody' : ''
  const command = `/dr rehearse ${plan.id} ${wanted.scenario} ${wanted.severity}${nobody}`
  const { events: _events, ...data } = report
  const name = `rehearsal-${plan.id}-${wanted.scenario}`
  const picture = {
    name: `${name}.png`,
    title: `Rehearsal: ${report.title}`,
    png: () => services.rehearsals.picture(svg),
  }
  if (distribution)
    return answer(chancesText(report, distribution, command), { data: { ...data, distribution }, picture })
  return answer(rehearsalText(report, `${command} ${seedAndFaults(wanted.seed, report.faults)}`), { data, picture })
}

interface Flags {
  rest: string
  asked: Pick<Asked, 'seed' | 'faults' | 'nobody'> & { seeds?: number }
}

const SEEDS_MAX = 1_000

/** `--seeds 20`, `--seeds=20`; Slack makes a dash of two hyphens. */
function readFlags(words: string): Flags | { why: string } {
  const asked: Flags['asked'] = {}
  const rest: string[] = []
  const all = words
    .replace(/(^|\s)[—–](?=[a-z])/g, '$1--')
    .replace(/(\s--[a-z]+)=/g, '$1 ')
    .split(/\s+/)
  for (let word = all.shift(); word !== undefined; word = all.shift()) {
    if (word === '--nobody') asked.nobody = true
    else if (word === '--faults') {
      const faults = all.shift()
      if (!faults) return { why: 'Say what fails behind `--faults`, such as `--faults slack:down@10m-40m`.' }
      asked.faults = faults
    } else if (word === '--seeds' || word === '--seed') {
      const count = Number(all.shift())
      const least = word === '--seeds' ? 2 : 0
      if (!Number.isInteger(count) || count < least || (word === '--seeds' && count > SEEDS_MAX))
        return {
          why: `Behind \`${word}\` stands a whole number${word === '--seeds' ? ` from 2 to ${SEEDS_MAX}` : ''}.`,
        }
      asked[word === '--seeds' ? 'seeds' : 'seed'] = count
    } else if (word.startsWith('--')) {
      return {
        why: `\`${word}\` is no option here: \`--seeds N\`, \`--seed N\`, \`--faults LIST\` and \`--nobody\` are.`,
      }
    } else rest.push(word)
  }
  return { rest: rest.join(' ').trim(), asked }
}
