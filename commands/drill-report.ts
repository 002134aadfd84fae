/** `/dr drill report`, `sign` and `restored`: what a drill has shown, and what people say of it by name. */
import { recordParts } from '../src/incident/drill/record.ts'
import type { RecordPart } from '../src/incident/drill/record-shape.ts'
import type { IncidentState } from '../src/incident/state.ts'
import { privately } from '../src/plan/actor.ts'
import type { Plan } from '../src/plan/schema.ts'
import { historyOf, historySvg } from '../src/report/history.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { type FoundDrill, whichHeldDrill } from './asking/which-held-drill.ts'
import { takeIncident } from './asking/which-incident.ts'
import type { Reply, Request } from './command.ts'
import { drillReportText } from './wording/drill-report.ts'
import { lines } from './wording/lists.ts'

async function report(request: Request, words: string): Promise<Reply> {
  const { services, atMs } = request
  const found = await whichHeldDrill(request, words)
  if (!found.ok) return refuse(found.why)
  const { plan, state, report } = found
  const history = historyOf(plan, report, await services.proofs(plan.id))
  const svg = state.mode === 'drill' ? historySvg(plan, report, history) : undefined
  return answer(drillReportText(report, history, state.filed?.place ?? null, atMs), {
    incident: state.id,
    data: { ...report, history: history.held, filed: state.filed },
    ...(svg !== undefined && {
      picture: {
        name: `drills-${plan.id}.png`,
        title: `Drills: ${report.drill?.label ?? report.scenario?.title ?? plan.system.name}`,
        png: () => services.rehearsals.picture(svg),
      },
    }),
  })
}

/** `sign` lists what there is to sign; `sign 3 …` signs it, with what is to be said. */
async function sign(request: Request, words: string): Promise<Reply> {
  const { found, rest } = await signedIn(request, words)
  const [, number = '', text = ''] = /^(\d+)?\s*([\s\S]*)$/.exec(rest) ?? []
  if (!found.ok) return refuse(found.why)
  const { plan, state } = found
  const parts = recordParts(plan, state)
  if (state.mode !== 'drill') return refuse(`${state.id} is no drill: \`/dr note\` keeps what is said of it.`)
  if (parts.length === 0)
    return refuse(`The plan of ${plan.system.name} asks for no list and no record of ${state.id}: write them into it.`)
  if (number === '' && text === '') return listed(plan, state)
  const part = parts[Number(number) - 1]
  if (!part) return refuse(`Say which by its number, 1 to ${parts.length}: \`/dr drill sign\` lists them.`)
  return signed(request, state.id, part, text)
}

async function restored(request: Request, words: string): Promise<Reply> {
  const { found, rest: text } = await signedIn(request, words)
  if (!found.ok) return refuse(found.why)
  const part = recordParts(found.plan, found.state).find((one) => one.part === 'restored')
  if (!part) return refuse(`${found.state.id} is not held on production, so there is nothing to put back there.`)
  return signed(request, found.state.id, part, text)
}

/** The drill whose id the words begin with, else the one of the place or the newest. */
async function signedIn(request: Request, words: string): Promise<{ found: FoundDrill; rest: string }> {
  const { incident, words: rest } = await takeIncident({ ...request, words: words.trim() })
  const named = incident === undefined || incident === request.incident ? '' : incident
  return { found: await whichHeldDrill(request, named), rest: rest.trim() }
}

const signed = (request: Request, incident: string, part: { part: RecordPart; text: string }, text: string) =>
  put(
    request,
    incident,
    { type: 'sign-record', part: part.part, ...(text.trim() !== '' && { text: privately(text.trim()) }) },
    () => `*Signed:* ${part.text}`,
  )

const HEADS: Record<string, string> = {
  before: 'Before it',
  during: 'While it goes on',
  after: 'Afterwards',
  restored: 'Before it can end',
  section: 'Its record',
}

function listed(plan: Plan, state: IncidentState): Reply {
  const parts = recordParts(plan, state)
  const all = parts.map(({ part, text }, index) => {
    const [kind = ''] = part.split('/')
    const head = kind === parts[index - 1]?.part.split('/')[0] ? '' : `*${HEADS[kind]}*\n`
    return `${head}${state.record[part] ? '✓' : '○'} ${index + 1}. ${text}`
  })
  return answer(
    lines(`*To be signed in ${state.id}*`, ...all, '`/dr drill sign NUMBER what there is to say` signs one.'),
    {
      incident: state.id,
      data: parts.map((part) => ({ ...part, signed: state.record[part.part] !== undefined })),
    },
  )
}

/** What may follow `/dr drill`, here. */
export const DRILL_RECORD_WORDS: ReadonlyMap<string, (request: Request, words: string) => Promise<Reply>> = new Map([
  ['report', report],
  ['sign', sign],
  ['tick', sign],
  ['restored', restored],
])
