/** `/dr cadence`: how often an audience hears of it while it lasts (R63). */

import type { IncidentState } from '../src/incident/state.ts'
import { audienceName } from '../src/messages/notice-words.ts'
import { inWords } from '../src/plan/in-words.ts'
import { formatDuration } from '../src/plan/length.ts'
import type { Notice } from '../src/plan/schema.ts'
import { parseDelay } from '../src/plan/time.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { afterFirst, whichIncident } from './asking/which-incident.ts'
import type { DrCommand } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const cadence: DrCommand = {
  name: 'cadence',
  usage: 'cadence [INCIDENT] [NOTICE] [15 min | off | default]',
  summary: 'How often an audience is updated',
  async run(request) {
    const found = await whichIncident(request, 'cadence')
    if (!found.ok) return found.reply
    const { view, plan } = found
    const state = (await request.services.state(view.id))?.state
    const changed = state?.communication.cadences ?? {}
    if (request.words.trim() === '') {
      const told = plan.notices.map((one) => `${audienceName(plan, one.id)} (\`${one.id}\`): ${rhythm(one, changed)}`)
      if (told.length === 0) return answer(`The plan of ${plan.system.name} tells nobody anything.`)
      return answer(lines('*How often they are updated*', bullets(told)), { incident: view.id })
    }
    const [name = ''] = request.words.split(/\s+/)
    const notice = plan.notices.find(({ id, audience }) => id === name.toLowerCase() || audience === name.toLowerCase())
    if (!notice)
      return refuse(
        `"${name}" is no notice of this plan: say ${inWords(
          plan.notices.map(({ id }) => id),
          'or',
        )}.`,
      )
    const written = afterFirst(request.words).replace(/^every\s+/i, '')
    if (written === '') return refuse(`Say how often: \`/dr cadence ${notice.id} 15 min\`, off or default.`)
    const every = readRhythm(written)
    if ('why' in every) return refuse(every.why)
    return put(request, view.id, { type: 'set-cadence', notice: notice.id, ...every }, () => {
      if (every.everyMs === null) return `*${audienceName(plan, notice.id)} get no more regular updates.*`
      const rhythmMs = every.everyMs ?? notice.cadence
      return rhythmMs === undefined
        ? `*${audienceName(plan, notice.id)} are told as the plan says:* without regular updates.`
        : `*${audienceName(plan, notice.id)} are updated every ${formatDuration(rhythmMs)}.*`
    })
  },
}

type Changed = IncidentState['communication']['cadences']

function rhythm({ id, cadence: planned }: Notice, changed: Changed): string {
  const everyMs = changed[id] === undefined ? planned : changed[id].everyMs
  const note = changed[id] === undefined ? '' : ' (changed here)'
  return `${everyMs == null ? 'no regular updates' : `every ${formatDuration(everyMs)}`}${note}`
}

function readRhythm(written: string): { everyMs?: number | null } | { why: string } {
  if (/^(off|none|stop|never)$/i.test(written)) return { everyMs: null }
  if (/^(default|plan|as planned)$/i.test(written)) return {}
  const read = parseDelay(written)
  return read.ok
    ? { everyMs: read.ms }
    : { why: `"${written}" is no length of time: write 15 min, 1 h, off or default.` }
}
