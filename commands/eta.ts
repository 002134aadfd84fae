/** `/dr eta`: when it is expected to be over. */
import { answer, askFor, refuseField } from './asking/answers.ts'
import { incidentForm } from './asking/incident-form.ts'
import { readMoment } from './asking/moments.ts'
import { put } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Form } from './command.ts'
import { moment } from './wording/times.ts'

export const eta: DrCommand = {
  name: 'eta',
  usage: 'eta [INCIDENT] 45 min | 14:30 | unknown',
  summary: 'When it is expected to be over',
  async run(request) {
    const found = await whichIncident(request, 'eta')
    if (!found.ok) return found.reply
    const { view } = found
    const { atMs } = request
    const words = (request.values ? (request.values.eta ?? '') : request.words).trim()
    if (words === '') {
      if (request.canShowForm) return askFor(request, form(view.id), '')
      return answer(
        view.etaMs === null
          ? 'No estimate yet: `/dr eta 45 min` gives one.'
          : `Expected to be over: ${moment(view.etaMs, atMs)}`,
      )
    }
    const read = /^(unknown|none|off|clear|\?)$/i.test(words)
      ? { ok: true as const, atMs: null }
      : readMoment(words, atMs, 'future')
    if (!read.ok) return refuseField(request, 'eta', read.why)
    if (read.atMs !== null && read.atMs <= atMs) {
      return refuseField(request, 'eta', `${moment(read.atMs, atMs)} has passed: give a time to come.`)
    }
    return put(request, view.id, { type: 'set-eta', etaMs: read.atMs }, (after) =>
      after.etaMs === null ? '*The estimate is withdrawn.*' : `*Expected to be over: ${moment(after.etaMs, atMs)}.*`,
    )
  },
}

const form = (incident: string): Form =>
  incidentForm('eta', incident, 'When will it be over?', [
    {
      kind: 'text',
      param: 'eta',
      label: 'In how long, or at what time (UTC)',
      hint: 'Such as: 45 min, 14:30, unknown',
    },
  ])
