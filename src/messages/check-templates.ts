/**
 * Whether the templates fit a plan, found when the plan is loaded instead of at 3 a.m.: every template that the plan and the program use
 * exists, says something by each means that it is used for, names only fields that there are, and tells outsiders nothing internal.
 */
import type { Liquid } from 'liquidjs'
import { marksIn } from '../plan/marks.ts'
import { nearest } from '../plan/nearest.ts'
import { meansOf } from '../plan/notice-means.ts'
import type { DataProblem, Path } from '../plan/problem.ts'
import { AUDIENCE_MEANS, type AudienceMeans, type Notice, type Plan } from '../plan/schema.ts'
import { CONFIRMATION_FIELDS, CONSOLE_FIELDS } from './console-fields.ts'
import { CONTACT_FIELDS } from './contact-fields.ts'
import {
  INTERNAL_FIELDS,
  isoName,
  PUBLIC_FIELDS,
  SUBSCRIBER_FIELDS,
  SYSTEM_FIELDS,
  TASK_FIELDS,
  TIME_FIELDS,
} from './field-catalogue.ts'
import { NEWS_FIELDS } from './news-fields.ts'
import { PAGE_FIELDS, TEST_FIELDS } from './page-fields.ts'
import { APPROVAL_FIELDS, CLOCK_FIELDS, DUTY_FIELDS } from './recovery-fields.ts'
import { type LoadedTemplate, sectionFor, type TemplateMoment } from './template-file.ts'

/** Templates that the program itself sends, whatever the plan says. */
const STANDING: [name: string, means: AudienceMeans[]][] = [
  // Direct messages in Slack have buttons and are laid out by Slack's adapter.
  ['page', ['pagerduty', 'sms', 'voice', 'email']],
  ['still-on-it', ['sms', 'email']],
  ['approval', ['sms', 'email']],
  ['clock', ['sms', 'email']],
  ['test-page', ['pagerduty', 'sms', 'voice', 'email']],
  ['draft', ['sms', 'email']],
  ['question', ['sms', 'email']],
  ['late-notice', ['sms', 'email']],
  ['duty', ['sms', 'email']],
  ['news', ['sms', 'email']],
  ['contact', ['sms', 'email']],
  ['console-link', ['sms', 'email']],
  ['console-code', ['sms', 'email']],
  ['subscriber-update', ['email']],
  ['subscriber-confirm', ['email']],
  ['internal-resolved', ['slack', 'email']],
  ['customer-resolved', ['email']],
  ['correction', [...AUDIENCE_MEANS]],
  ['followed', [...AUDIENCE_MEANS]],
  ...['investigating', 'identified', 'recovering', 'monitoring', 'resolved', 'cancelled'].map(
    (status): [string, AudienceMeans[]] => [`status-${status}`, ['status-page']],
  ),
]

const INCIDENT = [...SYSTEM_FIELDS, ...PUBLIC_FIELDS, ...INTERNAL_FIELDS]
const TASK = [...INCIDENT, ...TASK_FIELDS]

/** What a template can name, by its moment. */
const FIELDS: Record<TemplateMoment, readonly string[]> = {
  initial: INCIDENT,
  progress: INCIDENT,
  resolved: INCIDENT,
  correction: INCIDENT,
  review: INCIDENT,
  draft: TASK,
  question: TASK,
  late: TASK,
  subscription: [...SYSTEM_FIELDS, ...PUBLIC_FIELDS, ...SUBSCRIBER_FIELDS],
  confirmation: [...SYSTEM_FIELDS, ...SUBSCRIBER_FIELDS],
  status: SYSTEM_FIELDS,
  page: [...INCIDENT, ...PAGE_FIELDS],
  'ask-again': [...INCIDENT, ...PAGE_FIELDS],
  approval: [...INCIDENT, ...APPROVAL_FIELDS],
  clock: [...INCIDENT, ...CLOCK_FIELDS],
  duty: [...INCIDENT, ...DUTY_FIELDS],
  news: [...SYSTEM_FIELDS, ...NEWS_FIELDS],
  contact: [...SYSTEM_FIELDS, ...CONTACT_FIELDS],
  console: [...INCIDENT, ...CONSOLE_FIELDS],
  'confirmation-code': [...INCIDENT, ...CONFIRMATION_FIELDS],
  test: [...SYSTEM_FIELDS, ...TEST_FIELDS],
}

/** By what a notice tells the end when it names no template for it: everyone who was told of the outage is told of its end (R76). */
export const resolvedTemplate = (plan: Plan, { audience, templates }: Notice): string =>
  templates.resolved ?? (plan.audiences[audience]?.external ? 'customer-resolved' : 'internal-resolved')

interface Use {
  name: string
  means: AudienceMeans[]
  external: boolean
  /** Who uses it, for the sentence. */
  where: string
  /** Where the plan says so; the whole plan for what Muster itself sends. */
  path: Path
}

type Fault = Pick<DataProblem, 'rule' | 'message' | 'remedy'>

/** @param names of the templates that this plan can name. */
export function templateProblems(
  plan: Plan,
  liquid: Liquid,
  find: (name: string) => LoadedTemplate | undefined,
  names: readonly string[],
): DataProblem[] {
  const problems = new Map<string, DataProblem>()
  for (const use of usesOf(plan)) {
    const template = find(use.name)
    const faults = template
      ? [...meansFaults(use, template), ...fieldFaults(use, template, liquid), ...marksOf(template)]
      : [missing(use, names)]
    // What is wrong within a template is said once, however many use it.
    for (const fault of faults) {
      if (!problems.has(fault.message)) problems.set(fault.message, { path: use.path, at: 'value', ...fault })
    }
  }
  return [...problems.values()]
}

/** Bracketed marks of its own words; what Liquid puts in is none. */
function marksOf({ name, sections }: LoadedTemplate): Fault[] {
  const marks = Object.values(sections).flatMap((source) => marksIn(source.replace(/\{[{%].*?[}%]\}/gs, '\0')))
  return [...new Set(marks)].map((mark) => ({
    rule: 'template-mark',
    message: `${name}.liquid holds ${mark}, which nobody fills in: it would be sent as it is`,
    remedy: 'write the field that is meant, such as {{ started }} or {{ status }}',
  }))
}

function missing({ name, where }: Use, names: readonly string[]): Fault {
  const near = nearest(name, names)
  return {
    rule: 'template-missing',
    message: `${where} uses the template "${name}", but there is no file ${name}.liquid`,
    remedy: `${near === undefined ? '' : `did you mean "${near}"? `}\`muster template list\` shows those that there are; correct the name, or put the file into the folder of templates`,
  }
}

function usesOf(plan: Plan): Use[] {
  const standing = STANDING.map(([name, means]) => ({ name, means, external: false, where: 'Muster', path: [] }))
  const notices = plan.notices.flatMap((notice, index) => {
    const external = plan.audiences[notice.audience]?.external ?? false
    return Object.entries({ ...notice.templates, resolved: resolvedTemplate(plan, notice) }).flatMap(
      ([moment, name]): Use[] => {
        const path = ['notices', index, 'templates', moment]
        return name === undefined
          ? []
          : [{ name, means: meansOf(plan, notice), external, where: `notice "${notice.id}"`, path }]
      },
    )
  })
  const toldOutside = notices.some((use) => use.external)
  return [
    ...standing.map((use) => ({
      ...use,
      external: toldOutside && (use.name === 'correction' || use.name === 'followed'),
    })),
    ...notices,
  ]
}

const meansFaults = (use: Use, template: LoadedTemplate) =>
  use.means
    .filter((means) => !isFor(template, means) || sectionFor(template, means) === undefined)
    .map(
      (means): Fault => ({
        rule: 'template-means',
        message: `${use.where} sends ${template.name}.liquid by ${means}, but the template says nothing there`,
        remedy: `add "${means}" to its means${needsOwnWords(template, means) ? ` and a section "=== ${means}"` : ''}`,
      }),
    )

/** What is fit for a channel is fit for a direct message. */
const isFor = ({ means }: LoadedTemplate, wanted: AudienceMeans) =>
  means.includes(wanted) || (wanted === 'slack-dm' && means.includes('slack'))

const needsOwnWords = (template: LoadedTemplate, means: AudienceMeans) => sectionFor(template, means) === undefined

function fieldFaults(use: Use, template: LoadedTemplate, liquid: Liquid): Fault[] {
  const known = FIELDS[template.moment]
  const internal: readonly string[] = INTERNAL_FIELDS
  const iso = new Set<string>(template.times === 'iso' ? TIME_FIELDS.map(isoName) : [])
  const named = Object.values(template.compiled).flatMap((compiled) =>
    liquid.globalVariableSegmentsSync(compiled).map(([first, second]) => String(first === 'has' ? second : first)),
  )
  const all = [...new Set([...named, ...Object.keys(template.fallbacks)])].filter((field) => !iso.has(field))
  return all.flatMap((field): Fault[] => {
    if (!known.includes(field)) {
      return [
        {
          rule: 'template-variable-unknown',
          message: `${template.name}.liquid names the field "${field}", which there is not`,
          remedy: `use one of ${[...new Set(known)].toSorted().join(', ')}`,
        },
      ]
    }
    if (use.external && internal.includes(field)) {
      return [
        {
          rule: 'template-internal-field',
          message: `${template.name}.liquid would tell people outside the field "${field}", which is internal (${use.where})`,
          remedy: 'take it out, or use a template of its own',
        },
      ]
    }
    return []
  })
}
