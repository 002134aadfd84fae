/** `/dr followup`: what is left to do after incidents, whose it is and until when; adds, ends, moves and hands over. */
import { followupText } from '../src/messages/followup-words.ts'
import { personName } from '../src/messages/names.ts'
import { privately } from '../src/plan/actor.ts'
import { counted } from '../src/plan/in-words.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { Followup } from '../src/readiness/followups/track.ts'
import { answer, refuse } from './asking/answers.ts'
import { readMoment } from './asking/moments.ts'
import { takePerson } from './asking/people.ts'
import { allPlans } from './asking/plans.ts'
import type { DrCommand, Form, Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { moment } from './wording/times.ts'

export const followup: DrCommand = {
  name: 'followup',
  aliases: ['followups', 'follow-up', 'todo'],
  usage: 'followup [INCIDENT | PLAN] | add [INCIDENT] TEXT by TIME | done ID [NOTE] | move ID TIME | give ID PERSON',
  summary: 'What is left to do after incidents; add, end, move or hand over one',
  async run(request) {
    const [doing = '', ...words] = request.words.trim().split(/\s+/).filter(Boolean)
    const rest = words.join(' ')
    switch (doing.toLowerCase()) {
      case 'add':
        return add(request, rest)
      case 'done':
        return change(request, rest, 'done')
      case 'move':
        return change(request, rest, 'move')
      case 'give':
        return change(request, rest, 'give')
      default:
        return request.values?.text === undefined ? list(request) : add(request, '')
    }
  },
}

const SHOWN_MAX = 20
const WEEK_MS = 7 * 24 * 3_600_000

interface Known {
  plan: Plan
  all: Followup[]
}

async function known(request: Request): Promise<Known[]> {
  const plans = await allPlans(request)
  const watches = await Promise.all(plans.map(({ id }) => request.services.watch(id)))
  return watches.flatMap((watch) => (watch ? [{ plan: watch.plan, all: watch.state.followups }] : []))
}

async function list(request: Request): Promise<Reply> {
  const { incident, words, atMs } = request
  const wanted = (incident ?? words.trim()).toLowerCase()
  const found = (await known(request)).map(({ plan, all }) => ({
    plan,
    all: all.filter((one) => wanted === '' || one.incident.toLowerCase() === wanted || plan.id === wanted),
  }))
  const open = found
    .flatMap(({ plan, all }) => all.filter(({ done }) => !done).map((one) => ({ plan, one })))
    .toSorted((a, b) => a.one.dueMs - b.one.dueMs)
  const done = found.flatMap(({ all }) => all).filter((one) => one.done !== undefined).length
  const what = wanted === '' ? '' : ` of ${incident ?? words.trim()}`
  const data = open.map(({ plan, one }) => ({ plan: plan.id, ...one, text: followupText(plan, one) }))
  if (open.length === 0)
    return answer(`Nothing${what} is left to do${done > 0 ? `; ${counted(done, 'thing')} have been done` : ''}.`, {
      data,
    })
  return answer(
    lines(
      `*${counted(open.length, 'thing')}${what} left to do*${done > 0 ? `, ${done} done` : ''}`,
      bullets(
        open.map(({ plan, one }) => line(plan, one, atMs)),
        SHOWN_MAX,
      ),
      '`/dr followup done ID` ends one.',
    ),
    { data },
  )
}

function line(plan: Plan, one: Followup, nowMs: number): string {
  const late = one.dueMs < nowMs ? '*overdue* since ' : 'by '
  const whose = one.owner === null ? 'nobody yet' : personName(plan, one.owner)
  return `\`${one.id}\` ${followupText(plan, one)}: ${whose}, ${late}${moment(one.dueMs, nowMs)} (${one.incident})`
}

/** `[INCIDENT] TEXT [@PERSON] [by TIME]`; without a time, in a week. */
async function add(request: Request, words: string): Promise<Reply> {
  const { services, by, atMs, key, values } = request
  // It is mostly over by then: the newest, whatever has become of it.
  const [, named, after = words] = /^(DR-[\w-]+)\s+(.*)$/is.exec(words) ?? []
  const incident = request.incident ?? named?.toUpperCase() ?? (await services.headings({ all: true }))[0]?.id
  const found = incident === undefined ? undefined : await services.state(incident)
  if (incident === undefined || !found) return refuse('There is no incident that it could follow from.')
  const { plan } = found
  if (words === '' && values === undefined)
    return request.canShowForm
      ? { ok: true, text: '', form: addForm(incident) }
      : refuse('Say what is to be done: `/dr followup add Replace the disk by 2 days`.')
  const said = values ? { text: values.text ?? '', dueMs: readDay(values.due, atMs) } : splitTime(after, atMs)
  if ('why' in said) return refuse(said.why)
  const person = values?.owner ? takePerson(plan, values.owner, request) : undefined
  const owner = person?.ok ? person.person : (by.person ?? null)
  if (said.text.trim() === '') return refuse('Say what is to be done.')
  const command = {
    ...{ type: 'add-followup' as const, atMs, by, incident },
    ...{ text: privately(said.text.trim()), owner, dueMs: said.dueMs },
  }
  const asked = await services.askWatch(plan.id, command, key)
  if (!asked.ok) return refuse(asked.why)
  const whose = owner === null ? 'nobody yet' : personName(plan, owner)
  return answer(`Noted: *${said.text.trim()}*, ${whose}, by ${moment(said.dueMs, atMs)}.`, { incident })
}

/** So few words after the last `by` are meant as a time. */
const TIME_WORDS_MAX = 3

function splitTime(words: string, nowMs: number): { text: string; dueMs: number } | { why: string } {
  for (const match of [...words.matchAll(/(?<=\s)(?:by|within|in|until)\s+/gi)].reverse()) {
    const read = readMoment(words.slice(match.index + match[0].length), nowMs, 'future')
    if (!read.ok) continue
    if (read.atMs <= nowMs) return { why: `${moment(read.atMs, nowMs)} has passed: give a time to come.` }
    return { text: words.slice(0, match.index), dueMs: read.atMs }
  }
  const [, last] = /^.*\sby\s+(.+)$/is.exec(words.trim()) ?? []
  if (last === undefined || last.split(/\s+/).length > TIME_WORDS_MAX) return { text: words, dueMs: nowMs + WEEK_MS }
  const read = readMoment(last, nowMs, 'future')
  const why = read.ok ? '' : read.why
  return { why: `${why} Where it belongs to the text, add a time: \`… by ${last} by 2 days\`.` }
}

const readDay = (written: string | undefined, nowMs: number): number =>
  written && !Number.isNaN(Date.parse(written)) ? Date.parse(written) : nowMs + WEEK_MS

const addForm = (incident: string): Form => ({
  command: 'followup',
  title: 'A follow-up',
  submit: 'Add it',
  incident,
  fields: [
    { param: 'text', label: 'What is to be done', kind: 'multiline' },
    { param: 'owner', label: 'By whom', kind: 'person', optional: true, hint: 'Empty: by you' },
    { param: 'due', label: 'Until when', kind: 'datetime', optional: true, hint: 'Empty: within a week' },
  ],
})

const USAGE = { done: 'ID [NOTE]', move: 'ID TIME', give: 'ID PERSON' }

interface Meant {
  plan: Plan
  item: Followup
  rest: string
}

/** `[PLAN] ID …`. */
async function change(request: Request, words: string, doing: 'done' | 'move' | 'give'): Promise<Reply> {
  const meant = await itemMeant(request, words, doing)
  if ('why' in meant) return refuse(meant.why)
  const { item, rest } = meant
  if (doing === 'done') return finish(request, meant)
  if (rest === '')
    return refuse(`Say \`/dr followup ${doing} ${item.id} ${doing === 'move' ? '2026-12-12 10:00' : 'PERSON'}\`.`)
  return doing === 'move' ? move(request, meant) : give(request, meant)
}

async function itemMeant(request: Request, words: string, doing: keyof typeof USAGE): Promise<Meant | { why: string }> {
  const all = await known(request)
  const typed = words.split(/\s+/).filter(Boolean)
  const named = all.find(({ plan }) => plan.id === typed[0])
  const [id = '', ...more] = named ? typed.slice(1) : typed
  if (id === '') return { why: `Say which: \`/dr followup ${doing} ${USAGE[doing]}\`; \`/dr followup\` lists them.` }
  const having = (named ? [named] : all).flatMap(({ plan, all: items }) =>
    items.filter((item) => item.id === id).map((item) => ({ plan, item, rest: more.join(' ') })),
  )
  const [only, other] = having
  if (!only) return { why: `There is no follow-up "${id}": \`/dr followup\` lists them.` }
  if (other) return { why: `More than one plan has "${id}": say \`/dr followup ${doing} ${only.plan.id} ${id}\`.` }
  return only
}

async function finish({ services, by, atMs, key }: Request, { plan, item, rest }: Meant): Promise<Reply> {
  const command = { type: 'end-followup', atMs, by, followup: item.id, note: privately(rest) } as const
  const asked = await services.askWatch(plan.id, command, key)
  return asked.ok ? answer(asked.note ?? `Done: *${followupText(plan, item)}*.`) : refuse(asked.why)
}

async function move(request: Request, meant: Meant): Promise<Reply> {
  const { atMs } = request
  const to = readMoment(meant.rest.replace(/^to\s+/i, ''), atMs, 'future')
  if (!to.ok) return refuse(to.why)
  return changeTo(request, meant, { dueMs: to.atMs }, `by ${moment(to.atMs, atMs)}`)
}

async function give(request: Request, meant: Meant): Promise<Reply> {
  const { plan, rest } = meant
  const person = takePerson(plan, rest, request)
  if (!person.ok) return refuse(person.why)
  return changeTo(request, meant, { owner: person.person }, `now for ${personName(plan, person.person)} to do`)
}

async function changeTo(
  { services, by, atMs, key }: Request,
  { plan, item }: Meant,
  changed: { dueMs: number } | { owner: string },
  told: string,
): Promise<Reply> {
  const command = { type: 'change-followup', atMs, by, followup: item.id, ...changed } as const
  const asked = await services.askWatch(plan.id, command, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(asked.note ?? `*${followupText(plan, item)}*: ${told}.`)
}
