/**
 * `/dr plan`: the plans in force, and what the files on disk would change; `reload` puts them in force, `check` says which promises a plan cannot keep. Running
 * incidents keep theirs.
 */
import { judgePlan } from '../src/check/check.ts'
import { nearest } from '../src/plan/nearest.ts'
import { own } from '../src/plan/own.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer, refuse } from './asking/answers.ts'
import type { DrCommand, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

const ACTIONS = ['show', 'reload', 'check']
const CHANGES_MAX = 15

type Reloaded = Awaited<ReturnType<Request['services']['reloadPlans']>>

export const plan: DrCommand = {
  name: 'plan',
  aliases: ['plans'],
  usage: 'plan [show [PLAN] | reload | check PLAN]',
  summary: 'The plans in force, what a reload would change, which promises they cannot keep',
  async run(request) {
    const { services, words } = request
    const [action = '', ...rest] = words.split(/\s+/)
    if (action.toLowerCase() === 'check') return check(request, rest.join(' '))
    switch (words.toLowerCase()) {
      case '':
      case 'show':
        return show(request)
      case 'reload': {
        const reloaded = await services.reloadPlans(true, request)
        if (reloaded.refused !== undefined) return refuse(reloaded.refused)
        const text = lines(
          reloaded.changes.length > 0
            ? '*Reloaded.* Open incidents keep the plan they began with.'
            : '*Nothing has changed.*',
          told(reloaded),
        )
        return answer(text, { data: reloaded })
      }
      default: {
        const name = action.toLowerCase() === 'show' ? rest.join(' ') : words
        if (own(await services.plans(), name.toLowerCase())) return show(request, name.toLowerCase())
        return refuse(`A plan cannot "${words}": say \`/dr plan ${nearest(words, ACTIONS) ?? 'show'}\`.`)
      }
    }
  },
}

/** The rules of `muster check`, over a plan in force; where it stands in a file only `muster check` knows. */
async function check({ services, atMs }: Request, name: string) {
  const plans = await services.plans()
  const ids = Object.keys(plans)
  const wanted = name === '' ? ids : ids.filter((id) => id === name.toLowerCase())
  if (wanted.length === 0) {
    const meant = nearest(name, ids)
    return refuse(
      meant
        ? `There is no plan "${name}". Did you mean ${meant}?`
        : `There is no plan "${name}": there are ${ids.join(', ')}.`,
    )
  }
  const found = wanted.map((id) => {
    const one = plans[id] as Plan
    return { plan: id, name: one.system.name, findings: judgePlan(one, atMs) }
  })
  const shown = Math.max(3, Math.floor(CHANGES_MAX / found.length))
  const text = lines(
    ...found.map(({ name: system, findings }) =>
      findings.length === 0
        ? `*${system}*: it keeps what it promises, as far as can be seen.`
        : `*${system}*: ${findings.length} to look at\n${bullets(
            findings.map(({ message, remedy }) => `${message}. _${remedy}._`),
            shown,
          )}`,
    ),
    '`muster check` shows each with its line in the file.',
  )
  return answer(text, { data: found })
}

/** @param only the plan that is asked for. */
async function show({ services }: Request, only?: string) {
  const [plans, found] = await Promise.all([services.plans(), services.reloadPlans(false)])
  const reloaded = { ...found, changes: found.changes.filter((one) => only === undefined || one.plan === only) }
  const inForce = Object.values(plans).flatMap((one) => {
    if (only !== undefined && one.id !== only) return []
    const version = one.version === undefined ? '' : `, version ${one.version}`
    return `*${one.system.name}* (\`${one.id}\`${version})${one.draft ? ', a draft' : ''}: ${Object.keys(one.scenarios).join(', ')}`
  })
  const text = lines(
    inForce.length > 0 ? bullets(inForce) : 'No plan is in force.',
    reloaded.changes.length > 0
      ? '*`/dr plan reload` would change:*'
      : 'The files say the same: a reload would change nothing.',
    told(reloaded),
  )
  return answer(text, { data: { plans: Object.keys(plans), ...reloaded } })
}

function told({ changes, problems }: Reloaded): string {
  const changed = changes.flatMap((one) => one.changes.map((change) => `${one.plan}: ${change}`))
  return lines(
    bullets(changed, CHANGES_MAX),
    problems.length > 0 && `*Not taken, the last good plan stays in force:*\n${bullets(problems, CHANGES_MAX)}`,
  )
}
