/** `/dr step`: the recovery step by step: what is in hand, what blocks what, and everything that can be done with a step. */
import { ADDED_PHASE } from '../src/incident/recovery/procedure-now.ts'
import { privately } from '../src/plan/actor.ts'
import { nearest } from '../src/plan/nearest.ts'
import { askFor, refuse, refuseField } from './asking/answers.ts'
import { incidentForm, textField } from './asking/incident-form.ts'
import { put, type Wish } from './asking/put.ts'
import { whichIncident } from './asking/which-incident.ts'
import { stepField, whichStep } from './asking/which-step.ts'
import type { DrCommand, FormField, Reply, Request } from './command.ts'
import { dryRun, list, showOne, whole } from './step-list.ts'
import { giveValue } from './step-value.ts'

export const step: DrCommand = {
  name: 'step',
  aliases: ['steps', 'recovery'],
  usage:
    'step [INCIDENT] [STEP | start | done | failed | skip | choose STEP OPTION | cancel | reset | first | dry | value NAME VALUE | add TITLE]',
  summary: 'The recovery step by step',
  async run(request) {
    const typed = request.values ? (request.values.do ?? '') : request.words
    const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(typed.trim()) ?? []
    const verb = VERBS.get(word.toLowerCase())
    if (verb) return verb(request, request.values ? `${rest} ${request.values.step ?? ''}`.trim() : rest)
    if (word === '') return list(request)
    return stepFirst(request, typed, word)
  },
}

type Verb = (request: Request, words: string) => Promise<Reply>

/** `STEP` shows it; `STEP done …` does what `done STEP …` does. Words after a step are never dropped. */
async function stepFirst(request: Request, typed: string, first: string): Promise<Reply> {
  const found = await whichStep(request, 'step', typed, anyStep)
  if (!found.ok) return unknownStep(found.reply, first)
  const { view, step: one, rest } = found
  if (rest === '') return whole(view, one, request.atMs)
  const [, word = '', more = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? []
  const name = word.toLowerCase()
  const verb = WITHOUT_STEP.includes(name) ? undefined : VERBS.get(name)
  if (verb === giveValue && more !== '') return giveValue(request, more)
  if (verb) return verb(request, `${one.id} ${more}`.trim())
  const near = nearest(
    word,
    [...VERBS.keys()].filter((known) => !WITHOUT_STEP.includes(known)),
  )
  return refuse(
    `“${word}” is nothing that can be done with “${one.title}”${near === undefined ? ': `/dr help step` says what can.' : `. Did you mean \`/dr step ${near} ${one.id}\`?`}`,
    { incident: view.id },
  )
}

/** What is no step may be a slip of a verb or of a step. */
function unknownStep(reply: Reply, word: string): Reply {
  if (!reply.text.includes('is no step of')) return reply
  const near = nearest(word, [...VERBS.keys()])
  if (near !== undefined) return refuse(`“${word}” is nothing that a step can do. Did you mean \`/dr step ${near}\`?`)
  if (reply.text.includes('did you mean')) return reply
  return refuse(
    `“${word}” is no step, and nothing that can be done with one: \`/dr step\` lists the steps, \`/dr help step\` the rest.`,
  )
}

/** These are about all steps, so that a step before them says nothing. */
const WITHOUT_STEP = ['list', 'all', 'add']

const anyStep = () => true

/** Runs a wish on the step that the words name; what follows is its text. */
const on =
  (name: string, fits: Parameters<typeof whichStep>[3], wish: (id: string, text: string) => Wish, told: string): Verb =>
  async (request, words) => {
    const found = await whichStep(request, `step ${name}`, words, fits)
    if (!found.ok) return found.reply
    const { view, step: one, rest } = found
    return put(request, view.id, wish(one.id, rest), () => told.replace('%', `*${one.title}*`))
  }

const noted = (text: string) => (text ? { note: privately(text) } : {})

const start: Verb = async (request, words) => {
  const found = await whichStep(request, 'step start', words, ({ status }) => status === 'ready' || status === 'failed')
  if (!found.ok) return found.reply
  const { view, step: one } = found
  return put(request, view.id, { type: 'start-step', step: one.id }, (after) => {
    const now = after.recovery?.steps.find(({ id }) => id === one.id)
    if (now?.status === 'awaiting-approval')
      return `*${one.title}* has been asked for: ${now.run?.approvalsMissing} of ${now.run?.approvers} must approve it.`
    return one.kind === 'manual'
      ? `*${one.title}* is yours. \`/dr step done ${one.id}\` when it is done.`
      : `*${one.title}* starts.`
  })
}

/** What the form for a reason does, carried through it. */
const SKIP_FIELD: FormField = {
  ...{ kind: 'select', param: 'do', label: 'Do', initial: 'skip' },
  options: [{ value: 'skip', label: 'Skip a step' }],
}

/** Where no reason was typed, a form asks for it. */
const skip: Verb = async (request, words) => {
  const found = await whichStep(request, 'step skip', words, ({ status }) => status === 'ready' || status === 'failed')
  if (!found.ok) return found.reply
  const { view, step: one, rest } = found
  const reason = (request.values?.text ?? rest).trim()
  if (reason === '' && !request.values) {
    const fields = [SKIP_FIELD, stepField(one), textField('Why')]
    const form = incidentForm('step', view.id, 'Skip a step', fields)
    return askFor(request, form, `Say why: \`/dr step skip ${one.id} REASON\`.`)
  }
  if (reason === '') return refuseField(request, 'text', 'Say why.')
  const wish = { type: 'skip-step', step: one.id, reason: privately(reason) } as const
  return put(request, view.id, wish, () => `*${one.title}* is left out, in your name.`)
}

const done = on(
  'done',
  ({ status, kind }) => status === 'unknown' || (kind === 'manual' && (status === 'ready' || status === 'running')),
  (id, text) => ({ type: 'end-step', step: id, ok: true, ...noted(text) }),
  '% is done.',
)
const failed = on(
  'failed',
  ({ status, kind }) => status === 'unknown' || (kind === 'manual' && status === 'running'),
  (id, text) => ({ type: 'end-step', step: id, ok: false, ...noted(text) }),
  '% has failed.',
)
const cancel = on(
  'cancel',
  ({ status }) => status === 'running',
  (id) => ({ type: 'cancel-step', step: id }),
  '% is being stopped.',
)
const reset = on('reset', anyStep, (id) => ({ type: 'reset-step', step: id }), '% is open again.')
const first = on(
  'first',
  ({ status }) => status === 'ready',
  (id) => ({ type: 'put-step-first', step: id }),
  '% comes first.',
)

const choose: Verb = async (request, words) => {
  const found = await whichStep(
    request,
    'step choose',
    words,
    ({ status, kind }) => kind === 'decision' && status === 'ready',
  )
  if (!found.ok) return found.reply
  const { view, step: one, rest } = found
  const [option = '', ...why] = rest.split(/\s+/)
  const named = one.options.find(
    ({ id, label }) => id === option.toLowerCase() || label.toLowerCase() === rest.toLowerCase(),
  )
  if (option === '')
    return refuse(`Choose one: ${one.options.map(({ id }) => `\`/dr step choose ${one.id} ${id}\``).join(', ')}`)
  const reason = why.length > 0 && named?.id === option.toLowerCase() ? { reason: privately(why.join(' ')) } : {}
  const wish = { type: 'choose-option', step: one.id, option: named?.id ?? option, ...reason } as const
  return put(request, view.id, wish, () => `*${one.title}*: ${named?.label ?? option}.`)
}

const add: Verb = async (request, words) => {
  // Also where the plan has no steps, or nobody knows yet what it is: then it is the first.
  const found = await whichIncident(request, 'step add')
  if (!found.ok) return found.reply
  if (words === '') return refuse('Say what is to be done: `/dr step add TITLE`, or `/dr step add after STEP: TITLE`.')
  const [, after, title = words] = /^after\s+([a-z0-9.-]+?)\s*:?\s+([\s\S]+)$/i.exec(words) ?? []
  const wish = { type: 'add-step', title: privately(title), ...(after ? { after: after.toLowerCase() } : {}) } as const
  return put(request, found.view.id, wish, (view) => {
    const added = view.recovery?.steps.findLast(({ phase }) => phase === ADDED_PHASE)
    return `*${title}* is step \`${added?.id ?? ''}\` now.`
  })
}

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries<Verb>({
    list: (request) => list(request),
    all: (request) => list(request),
    show: async (request, words) => (await showOne(request, words)) ?? list(request),
    start,
    run: start,
    retry: start,
    done,
    ok: done,
    tick: done,
    failed,
    fail: failed,
    skip,
    cancel,
    stop: cancel,
    reset,
    reopen: reset,
    first,
    choose,
    decide: choose,
    dry: dryRun,
    value: giveValue,
    set: giveValue,
    add,
  }),
)
