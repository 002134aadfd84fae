/** `/dr plan`: the plans in force, and what the files on disk would change; `reload` puts them in force. Running incidents keep theirs. */
import { nearest } from '../src/plan/nearest.ts'
import { answer, refuse } from './asking/answers.ts'
import type { DrCommand, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

const ACTIONS = ['show', 'reload']
const CHANGES_MAX = 15

type Reloaded = Awaited<ReturnType<Request['services']['reloadPlans']>>

export const plan: DrCommand = {
  name: 'plan',
  aliases: ['plans'],
  usage: 'plan [show | reload]',
  summary: 'The plans in force and what a reload would change',
  async run(request) {
    const { services, words } = request
    switch (words.toLowerCase()) {
      case '':
      case 'show':
        return show(request)
      case 'reload': {
        const reloaded = await services.reloadPlans(true)
        const text = lines(
          reloaded.changes.length > 0
            ? '*Reloaded.* Open incidents keep the plan they began with.'
            : '*Nothing has changed.*',
          told(reloaded),
        )
        return answer(text, { data: reloaded })
      }
      default:
        return refuse(`A plan cannot "${words}": say \`/dr plan ${nearest(words, ACTIONS) ?? 'show'}\`.`)
    }
  },
}

async function show({ services }: Request) {
  const [plans, reloaded] = await Promise.all([services.plans(), services.reloadPlans(false)])
  const inForce = Object.values(plans).map((one) => {
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
