/**
 * Reads one message template: front matter in YAML (`audience`, `moment`, `means`, `fallbacks`), then sections, each under a line of its
 * own: `=== subject`, `=== text`, or the name of a means whose wording differs (`=== sms`). Promises one sentence with the file's name for
 * whatever is wrong with its shape; whether the fields that it names exist is for `check-templates.ts`.
 */
import type { Template } from 'liquidjs'
import { parse } from 'yaml'
import { z } from 'zod'
import { AUDIENCE_MEANS, type AudienceMeans } from '../plan/schema.ts'
import { isoName, TIME_FIELDS } from './field-catalogue.ts'

/**
 * When a template speaks. `initial` to `review` address an audience, `status` is for the public page, `subscription` and `confirmation` for
 * whoever wants its news by mail, and the others address one person.
 */
export const TEMPLATE_MOMENTS = [
  'initial',
  'progress',
  'resolved',
  'correction',
  'review',
  'status',
  'subscription',
  'confirmation',
  'page',
  'ask-again',
  'approval',
  'clock',
  'duty',
  'draft',
  'question',
  'late',
  'news',
  'contact',
  'console',
  'confirmation-code',
  'test',
] as const
export type TemplateMoment = (typeof TEMPLATE_MOMENTS)[number]

const frontMatter = z.strictObject({
  /** For readers of the file; who receives it is up to the plan's notices. */
  audience: z.string().min(1),
  moment: z.enum(TEMPLATE_MOMENTS),
  means: z.array(z.enum(AUDIENCE_MEANS)).min(1),
  /** Field → what is said while it is unknown; default: "to be confirmed". */
  fallbacks: z.record(z.string(), z.string().min(1)).default({}),
  /** iso: every time as `2026-12-05T10:00:00Z`, whatever the reader's zone (R70). */
  times: z.enum(['reader', 'iso']).default('reader'),
  /** Line at the top of a mail's HTML. */
  header: z.string().min(1).optional(),
  /** Small print under a mail: why somebody gets it, and how to get no more. */
  footer: z.string().min(1).optional(),
})

export interface TemplateFile extends z.output<typeof frontMatter> {
  /** Without `.liquid`; a plan's own template has the plan's id and a slash in front. */
  name: string
  /** Section name → Liquid source, without surrounding blank lines. */
  sections: Record<string, string>
}

/** A file whose sections have been parsed as Liquid. */
export interface LoadedTemplate extends TemplateFile {
  compiled: Record<string, Template[]>
}

const SECTIONS: ReadonlySet<string> = new Set(['subject', 'text', ...AUDIENCE_MEANS])

/** @throws Error naming the template, when the front matter or the sections are not as they should be. */
export function parseTemplateFile(name: string, source: string): TemplateFile {
  const wrong = (what: string, cause?: unknown) => new Error(`Template ${name}.liquid: ${what}`, { cause })
  const [, head, body] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(source) ?? []
  if (head === undefined || body === undefined) {
    throw wrong('begin the file with "---", then audience, moment and means, then "---" again.')
  }
  const read = frontMatter.safeParse(readYaml(head, wrong))
  if (!read.success) throw wrong(`in the front matter, ${z.prettifyError(read.error).replace(/\s+/g, ' ')}.`)
  const sections: Record<string, string> = {}
  const pieces = body.replaceAll('\r\n', '\n').split(/^=== *(.+?) *$/m)
  for (let at = 1; at < pieces.length; at += 2) {
    const section = pieces[at] ?? ''
    if (!SECTIONS.has(section)) throw wrong(`"${section}" is no section: write one of ${[...SECTIONS].join(', ')}.`)
    if (Object.hasOwn(sections, section)) throw wrong(`section "${section}" stands there twice: keep one.`)
    sections[section] = (pieces[at + 1] ?? '').trim()
  }
  const file = withTimes(withFrame({ name, ...read.data, sections }))
  const bare = file.means.find((means) => sectionFor(file, means) === undefined)
  if (bare) throw wrong(`there is nothing to send by ${bare}: add a section "=== ${bare}".`)
  if (file.means.includes('email') && sections.subject === undefined) throw wrong('mail needs a section "=== subject".')
  return file
}

/** Header and footer are a mail's alone: they stand beside its text, so that whoever changes a draft changes one text for all means. */
function withFrame({ header, footer, ...file }: TemplateFile): TemplateFile {
  const frame = { ...(header === undefined ? {} : { header }), ...(footer === undefined ? {} : { footer }) }
  return { ...file, sections: { ...file.sections, ...frame } }
}

/** A template that wants times in ISO 8601 names the same fields: where they stand, the ISO ones are put in their place. */
function withTimes(file: TemplateFile): TemplateFile {
  if (file.times !== 'iso') return file
  const sections = Object.entries(file.sections).map(([section, source]) => {
    const named = TIME_FIELDS.filter((field) => new RegExp(`\\b${field}\\b`).test(source))
    return [section, `${named.map((field) => `{%- assign ${field} = ${isoName(field)} -%}`).join('')}${source}`]
  })
  const fallbacks = Object.entries(file.fallbacks).filter(([field]) => isTimeField(field))
  return {
    ...file,
    sections: Object.fromEntries(sections),
    fallbacks: { ...file.fallbacks, ...Object.fromEntries(fallbacks.map(([field, words]) => [isoName(field), words])) },
  }
}

const isTimeField = (field: string): boolean => (TIME_FIELDS as readonly string[]).includes(field)

function readYaml(source: string, wrong: (what: string, cause: unknown) => Error): unknown {
  try {
    return parse(source)
  } catch (error) {
    throw wrong(`the front matter is no YAML (${error instanceof Error ? error.message : error}).`, error)
  }
}

/** What is written for reading does not suit a text message, a voice or PagerDuty's one line: these need words of their own. */
const TERSE: ReadonlySet<AudienceMeans> = new Set(['sms', 'voice', 'pagerduty'])

/** What a message says by one of its means; undefined: nothing. */
export function sectionOf(text: Pick<TemplateFile, 'sections'>, means: AudienceMeans): string | undefined {
  const section = sectionFor(text, means)
  return section === undefined ? undefined : text.sections[section]
}

/** Name of the section that is sent by `means`; undefined: this template has none. A direct message in Slack says what the channel is told. */
export function sectionFor(file: Pick<TemplateFile, 'sections'>, means: AudienceMeans): string | undefined {
  if (file.sections[means] !== undefined) return means
  if (means === 'slack-dm' && file.sections.slack !== undefined) return 'slack'
  return !TERSE.has(means) && file.sections.text !== undefined ? 'text' : undefined
}
