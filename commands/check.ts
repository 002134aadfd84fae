/** `/dr check`: the checks that gate the end; run them, tick them, waive them with a reason. */
import { objectiveText } from '../src/incident/recovery/gate.ts'
import type { RecoveryView, StepView } from '../src/incident/recovery/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import type { Plan } from '../src/plan/schema.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { whichRecovery, whichStep } from './asking/which-step.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { STATUS_MARKS } from './wording/steps.ts'

export const check: DrCommand = {
  name: 'check',
  aliases: ['checks', 'validate'],
  usage: 'check [INCIDENT] [run [CHECK] | pass CHECK [note] | fail CHECK [note] | waive CHECK|all REASON]',
  summary: 'What must have passed before it can be resolved',
  async run(request) {
    const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(request.words.trim()) ?? []
    switch (word.toLowerCase()) {
      case '':
      case 'list':
      case 'show':
        return overview(request)
      case 'run':
        return rest === '' ? runAll(request) : runOne(request, rest)
      case 'pass':
      case 'ok':
      case 'done':
      case 'tick':
        return tick(request, rest, true)
      case 'fail':
      case 'failed':
        return tick(request, rest, false)
      case 'waive':
      case 'skip':
        return waive(request, rest)
      default:
        return refuse(
          `“${word}” is nothing that a check can do: say \`/dr check run\`, \`pass\`, \`fail\` or \`waive\`.`,
        )
    }
  },
}

/** Why something stays that nobody can waive. */
const LEFT_WORDS: Record<RecoveryView['gates'][number]['kind'], string> = {
  check: 'has not passed',
  running: 'is running',
  unknown: 'ended nobody knows how',
  undo: 'is to be taken back',
}

const isCheck = ({ gate }: StepView): boolean => gate !== null
const isOpen = (step: StepView): boolean => isCheck(step) && step.status !== 'succeeded' && step.status !== 'skipped'

async function overview(request: Request): Promise<Reply> {
  const found = await whichRecovery(request, 'check')
  if (!found.ok) return found.reply
  const checks = found.recovery.steps.filter(isCheck)
  if (checks.length === 0)
    return answer(`Nothing has to be checked before ${found.view.id} is resolved.`, { incident: found.view.id })
  const of = (group: StepView['gate']) =>
    bullets(
      checks.filter(({ gate }) => gate === group).map((step) => checkLine(found.plan, step)),
      20,
    )
  const open = checks.filter(isOpen)
  return answer(
    lines(
      `*Checks of ${found.view.id}:* ${checks.length - open.length} of ${checks.length} done`,
      of('technical') && lines('_Technical_', of('technical')),
      of('business') && lines('_Business_', of('business')),
    ),
    {
      incident: found.view.id,
      data: checks,
      buttons: [
        ...(open.some(({ kind }) => kind === 'actions')
          ? [{ command: 'check run', label: 'Run the automatic ones', style: 'primary' as const }]
          : []),
        ...open
          .filter(({ kind }) => kind === 'manual')
          .slice(0, 8)
          .map(({ id, title }) => ({ command: 'check pass', value: id, label: `✓ ${title}` })),
      ],
    },
  )
}

function checkLine(plan: Plan, { id, title, status, note, by, kind, run }: StepView): string {
  const who = by ? ` (${by.name}${note ? `: ${note}` : ''})` : note ? ` (${note})` : ''
  const why = run?.state === 'failed' && run.reason ? `: ${run.reason}` : ''
  const hint = kind === 'manual' && (status === 'ready' || status === 'waiting') ? `; \`/dr check pass ${id}\`` : ''
  const objective = objectiveText(plan, id)
  const hangs = objective === undefined ? '' : `; the objective “${objective}” hangs on it`
  return `${STATUS_MARKS[status]} ${title}${who}${why}${hangs}${hint}`
}

async function runAll(request: Request): Promise<Reply> {
  const found = await whichRecovery(request, 'check')
  if (!found.ok) return found.reply
  const toRun = found.recovery.steps.filter(
    (step) => isOpen(step) && step.kind === 'actions' && step.status !== 'running',
  )
  const told: string[] = []
  for (const { id, title } of toRun) {
    const one = { ...request, key: `${request.key}/${id}` }
    const reply = await put(one, found.view.id, { type: 'start-step', step: id }, () => `${title} runs`)
    told.push(reply.text)
  }
  return told.length > 0
    ? answer(lines('*Checking:*', bullets(told, 20)), { incident: found.view.id })
    : answer('No automatic check is open.', { incident: found.view.id })
}

async function runOne(request: Request, words: string): Promise<Reply> {
  const found = await whichStep(request, 'check run', words, isOpen)
  if (!found.ok) return found.reply
  const { view, step } = found
  return put(request, view.id, { type: 'start-step', step: step.id }, () => `*${step.title}* runs.`)
}

async function tick(request: Request, words: string, ok: boolean): Promise<Reply> {
  const found = await whichStep(
    request,
    ok ? 'check pass' : 'check fail',
    words,
    (step) => isOpen(step) && step.kind === 'manual',
  )
  if (!found.ok) return found.reply
  const { view, step, rest } = found
  const wish = { type: 'end-step', step: step.id, ok, ...(rest ? { note: privately(rest) } : {}) } as const
  return put(request, view.id, wish, () => `*${step.title}*: ${ok ? 'passed' : 'failed'}.`)
}

async function waive(request: Request, words: string): Promise<Reply> {
  if (/^all\b/i.test(words)) {
    const found = await whichRecovery(request, 'check waive')
    if (!found.ok) return found.reply
    const wish = { type: 'waive-checks', reason: privately(words.replace(/^all\s*/i, '')) } as const
    return put(request, found.view.id, wish, (after) => {
      const left = after.recovery?.gates ?? []
      const said = `All open checks of ${found.view.id} are waived, in your name.`
      return left.length === 0
        ? `${said} \`/dr resolve\` ends it.`
        : `${said} Still in the way: ${left.map(({ title, kind }) => `${title} (${LEFT_WORDS[kind]})`).join('; ')}.`
    })
  }
  const found = await whichStep(request, 'check waive', words, isOpen)
  if (!found.ok) return found.reply
  const { view, step, rest } = found
  const wish = { type: 'skip-step', step: step.id, reason: privately(rest) } as const
  return put(request, view.id, wish, () => `*${step.title}* is waived, in your name.`)
}
