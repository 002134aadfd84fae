/** `muster template list` and `preview`: which message templates there are, and what one says, filled in with a made-up incident. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMessages } from '../messages/messages.ts'
import { TEMPLATE_MOMENTS, type TemplateMoment } from '../messages/template-file.ts'
import { createTemplateShelf, type ShownTemplate, type TemplateShelf } from '../messages/template-shelf.ts'
import { loadPlanFiles } from '../plan/load-files.ts'
import { nearest } from '../plan/nearest.ts'
import { AUDIENCE_MEANS, type Plan } from '../plan/schema.ts'
import { packageRoot } from '../program/package-root.ts'

interface Common {
  /** Folder of message templates; absent: Muster's own. */
  templates?: string | undefined
  /** A plan file, or the id of a plan in the folder `plans`. */
  plan?: string | undefined
  write: (text: string) => void
}

export interface PreviewOptions extends Common {
  means?: string | undefined
  moment?: string | undefined
  /** File that gets the HTML of the mail. */
  html?: string | undefined
  drill: boolean
}

const DEFAULT_FOLDER = 'plans'

/** Resolves to the exit code: 0, or 1 when something that was named is not there. */
export async function runTemplateList(options: Common): Promise<number> {
  const found = await openShelf(options)
  if ('why' in found) return refuse(options, found.why)
  const { shelf, plan } = found
  const all = shelf.list(plan)
  const width = Math.max(...all.map(({ name }) => name.length))
  for (const { name, moment, means, audience, usedFor } of all) {
    const whom = usedFor.length > 0 ? usedFor.join(', ') : audience
    options.write(`${name.padEnd(width)}  ${moment.padEnd(12)}  ${means.join(', ')} (${whom})\n`)
  }
  return 0
}

/** Resolves to the exit code: 0, or 1 when something that was named is not there. */
export async function runTemplatePreview(name: string, options: PreviewOptions): Promise<number> {
  const found = await openShelf(options)
  if ('why' in found) return refuse(options, found.why)
  const { shelf, plan } = found
  const { moment, means, html, drill, write } = options
  if (moment !== undefined && !isMoment(moment)) return refuse(options, unknown('moment', moment, TEMPLATE_MOMENTS))
  if (means !== undefined && !(AUDIENCE_MEANS as readonly string[]).includes(means))
    return refuse(options, unknown('means', means, AUDIENCE_MEANS))
  const shown = shelf.preview(name, { drill, ...(plan && { plan }), ...(moment !== undefined && { moment }) })
  if (!shown) return refuse(options, unknown('template', name, namesOf(shelf, plan)))
  const wanted = shown.filter((one) => means === undefined || one.means === means)
  if (wanted.length === 0) {
    return refuse(options, `${name} says nothing by ${means}: it is for ${shown.map((one) => one.means).join(', ')}.`)
  }
  if (html === undefined) {
    write(wanted.map(asText).join('\n'))
    return 0
  }
  const mail = wanted.find((one) => one.html !== undefined)
  if (mail?.html === undefined) return refuse(options, `${name} is not for mail, so there is no HTML of it.`)
  writeFileSync(html, mail.html)
  write(`${html}: “${mail.subject ?? ''}”\n`)
  return 0
}

/** Messages that read the same by several means are still shown under each: that is what each gets. */
const asText = ({ means, subject, text }: ShownTemplate): string =>
  [`=== ${means}`, ...(subject === undefined ? [] : [`Subject: ${subject}`, '']), text.trimEnd(), ''].join('\n')

function refuse({ write }: Common, why: string): number {
  write(`${why}\n`)
  return 1
}

const isMoment = (word: string): word is TemplateMoment => (TEMPLATE_MOMENTS as readonly string[]).includes(word)

const namesOf = (shelf: TemplateShelf, plan: Plan | undefined) => shelf.list(plan).map(({ name }) => name)

function unknown(noun: string, word: string, known: readonly string[]): string {
  const close = nearest(word, known)
  const otherwise = noun === 'template' ? '`muster template list` names them all.' : `It is one of ${known.join(', ')}.`
  return `There is no ${noun} "${word}"${close ? `: did you mean "${close}"?` : `. ${otherwise}`}`
}

async function openShelf(options: Common): Promise<{ shelf: TemplateShelf; plan?: Plan } | { why: string }> {
  const dir = options.templates ?? join(packageRoot(), 'templates')
  const shelf = createTemplateShelf({ dir, messages: createMessages({ dir }) })
  if (options.plan === undefined) return { shelf }
  const isFile = existsSync(options.plan)
  const { plans, problems } = await loadPlanFiles([isFile ? options.plan : DEFAULT_FOLDER])
  const plan = isFile ? plans[0] : plans.find(({ id }) => id === options.plan)
  if (plan) return { shelf, plan }
  if (isFile) return { why: `${options.plan} has ${problems.length} problems: \`muster check\` names them.` }
  const ids = plans.map(({ id }) => id)
  return { why: unknown('plan', options.plan, ids) }
}
