/**
 * All subcommands, and the one way to run them: by what was typed after `/dr`, or by a name from a button or form. Whatever comes, the
 * answer is a reply; only a failure of the program itself throws.
 */
import { createRateLimit, type Rate } from '../src/engine/rate-limit.ts'
import { wallClock } from '../src/engine/wall-clock.ts'
import { nearest } from '../src/plan/nearest.ts'
import { ack } from './ack.ts'
import { alerts } from './alerts.ts'
import { approve } from './approve.ts'
import { refuse } from './asking/answers.ts'
import { afterFirst, takeIncident } from './asking/which-incident.ts'
import { backup } from './backup.ts'
import { cadence } from './cadence.ts'
import { cancel } from './cancel.ts'
import { card } from './card.ts'
import { check } from './check.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { comms } from './comms.ts'
import { cover } from './cover.ts'
import { decision } from './decision.ts'
import { declare } from './declare.ts'
import { drill } from './drill.ts'
import { escalate } from './escalate.ts'
import { eta } from './eta.ts'
import { followup } from './followup.ts'
import { helpFor } from './help.ts'
import { hold } from './hold.ts'
import { ladder } from './ladder.ts'
import { links } from './links.ts'
import { list } from './list.ts'
import { metrics } from './metrics.ts'
import { next } from './next.ts'
import { note } from './note.ts'
import { notify } from './notify.ts'
import { oncall } from './oncall.ts'
import { page } from './page.ts'
import { plan } from './plan.ts'
import { readiness } from './readiness.ts'
import { regions } from './regions.ts'
import { rehearse } from './rehearse.ts'
import { reject } from './reject.ts'
import { reopen } from './reopen.ts'
import { resolve } from './resolve.ts'
import { resume } from './resume.ts'
import { review } from './review.ts'
import { role } from './role.ts'
import { scenario } from './scenario.ts'
import type { Services } from './services.ts'
import { severity } from './severity.ts'
import { since } from './since.ts'
import { status } from './status.ts'
import { step } from './step.ts'
import { template } from './template.ts'
import { timeline } from './timeline.ts'
import { undo } from './undo.ts'
import { update } from './update.ts'
import { vendors } from './vendors.ts'

/** In the order in which help lists them: what is needed first in a disaster comes first. */
export const commands: readonly DrCommand[] = [
  declare,
  ack,
  next,
  status,
  step,
  approve,
  reject,
  escalate,
  page,
  update,
  comms,
  role,
  severity,
  scenario,
  eta,
  since,
  note,
  decision,
  notify,
  template,
  cadence,
  check,
  resolve,
  cancel,
  reopen,
  review,
  followup,
  list,
  oncall,
  cover,
  ladder,
  hold,
  resume,
  undo,
  card,
  backup,
  timeline,
  plan,
  drill,
  readiness,
  metrics,
  alerts,
  regions,
  rehearse,
  vendors,
  links,
  helpFor(() => commands),
]

const byWord = new Map(
  commands.flatMap((one) => [one.name, ...(one.aliases ?? [])].map((word) => [word, one] as const)),
)

/** The command of that name or alias, letter case aside. */
export const findCommand = (word: string): DrCommand | undefined => byWord.get(word.toLowerCase())

/**
 * Runs what was typed after `/dr`.
 * @param text the whole of it (`ack DR-20261205-1000`), or only the command's name; `request.words` follows it. An incident's id or a
 *   mention of its channel may stand before or after the name.
 */
export async function runCommand(text: string, request: Request): Promise<Reply> {
  const typed = await takeIncident({ ...request, words: `${text.trim()} ${request.words.trim()}`.trim() })
  const word = typed.words.split(/\s+/)[0] || (typed.incident === request.incident ? 'help' : 'status')
  const command = findCommand(word)
  if (command === undefined) return refuse(unknown(word))
  // Nobody who asks for help means it: `resolve --help` must not resolve.
  if (/(^|\s)(--help|-h)(\s|$)/.test(afterFirst(typed.words)))
    return helpFor(() => commands).run({ ...typed, words: command.name })
  const asked = await takeIncident({ ...typed, words: afterFirst(typed.words) })
  const refused = await asked.services.mayRun(command.name, asked)
  return refused === undefined ? command.run(asked) : refuse(refused)
}

/** Of one person; far more than anybody types or presses, and less than what would keep pages waiting. */
export const COMMANDS_OF_ONE: Rate = { perSecond: 10, burst: 300 }

/**
 * The services bound, for the doors through which requests come in.
 * @param nowMs the real clock's time, epoch ms.
 */
export function createRunner(services: Services, nowMs: () => number = wallClock.now) {
  const limit = createRateLimit(COMMANDS_OF_ONE)
  return async (text: string, request: Omit<Request, 'services'>): Promise<Reply> => {
    const wait = limit.waitSeconds(request.by.id, nowMs())
    if (wait > 0)
      return refuse(`Too many commands of yours at once, and this one was not carried out: try again in ${wait} s.`)
    return runCommand(text, { ...request, services })
  }
}

function unknown(word: string): string {
  const near = nearest(word, byWord.keys())
  const hint = near === undefined ? '`/dr help` lists what there is' : `did you mean \`/dr ${near}\``
  return `"${word}" is no command: ${hint}${near === undefined ? '.' : '?'}`
}
