/**
 * Templates for people who want to look at them: which there are for a plan, and what one says of an incident, real or made up. Promises to send nothing
 * and to change nothing.
 */
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import type { AudienceMeans, Notice, Plan } from '../plan/schema.ts'
import { FIELD_MEANINGS } from './field-catalogue.ts'
import { type FieldValue, type MessageExtras, type MessageFields, messageFields } from './fields.ts'
import type { Messages, Rendered } from './messages.ts'
import { sampleFields } from './sample-fields.ts'
import { sampleIncident } from './sample-incident.ts'
import type { TemplateFile, TemplateMoment } from './template-file.ts'
import { listTemplates, meansSaid, templatesFor } from './template-list.ts'

export interface ListedTemplate {
  /** As a notice of the plan names it. */
  name: string
  audience: string
  moment: TemplateMoment
  means: AudienceMeans[]
  /** It belongs to this plan alone. */
  own: boolean
  /** Audiences whom the plan tells something in these words. */
  usedFor: string[]
}

export interface ShownTemplate extends Rendered {
  means: AudienceMeans
}

export interface TemplateShelf {
  /** Those that the plan can use, of all plans without one, by name. */
  list(plan?: Plan): ListedTemplate[]
  /** What one says of this incident now, by each of its means; nothing when there is none of that name. */
  show(name: string, about: { plan: Plan; state: IncidentState; view: View; atMs: number }): ShownTemplate[] | undefined
  /** The same of a made-up incident, of the plan if there is one. */
  preview(
    name: string,
    options?: { plan?: Plan; moment?: TemplateMoment; drill?: boolean },
  ): ShownTemplate[] | undefined
}

export function createTemplateShelf({ dir, messages }: { dir: string; messages: Messages }): TemplateShelf {
  const all = listTemplates(dir)
  const find = (name: string, planId: string) =>
    all.find((one) => one.name === `${planId}/${name}`) ?? all.find((one) => one.name === name)
  const shown = (template: TemplateFile, fields: MessageFields): ShownTemplate[] =>
    meansSaid(template).map((means) => ({ means, ...messages.render(template.name, means, fields) }))
  return {
    list: (plan) => (plan ? templatesFor(all, plan.id) : all).map((template) => listed(template, plan)),
    show(name, about) {
      const template = find(name, about.plan.id)
      return template && shown(template, filled(about, noticeWith(about.plan, name), nothing()))
    },
    preview(name, { plan, moment, drill = false } = {}) {
      const template = find(name, plan?.id ?? '')
      if (!template) return undefined
      const at = moment ?? template.moment
      const sample = sampleFields(at, plan?.id ?? '', drill)
      if (!plan) return shown(template, sample)
      const notice = noticeWith(plan, bareName(name))
      return shown(template, filled(sampleIncident(plan, at, drill), notice, sample.values, extrasOf(sample)))
    },
  }
}

/** What the incident knows, and for all else what is given. */
function filled(
  { plan, state, view, atMs }: { plan: Plan; state: IncidentState; view: View; atMs: number },
  notice: Notice | undefined,
  otherwise: Record<string, FieldValue>,
  extras: MessageExtras = {},
): MessageFields {
  const fields = messageFields(plan, state, view, atMs, undefined, notice, extras)
  return { ...fields, values: { ...otherwise, ...fields.values } }
}

const nothing = (): Record<string, FieldValue> =>
  Object.fromEntries(
    Object.entries(FIELD_MEANINGS).map(([field, { example }]) => [field, Array.isArray(example) ? [] : null]),
  )

function extrasOf({ values }: MessageFields): MessageExtras {
  const { changes, reviewLink } = values
  return {
    changes: Array.isArray(changes) ? changes : null,
    reviewLink: typeof reviewLink === 'string' ? reviewLink : null,
  }
}

function listed(file: TemplateFile, plan: Plan | undefined): ListedTemplate {
  const own = plan !== undefined && file.name.startsWith(`${plan.id}/`)
  const name = own ? bareName(file.name) : file.name
  const using = (plan?.notices ?? []).filter(({ templates }) => Object.values(templates).includes(name))
  const usedFor = [...new Set(using.map(({ audience }) => plan?.audiences[audience]?.label ?? audience))]
  return { name, audience: file.audience, moment: file.moment, means: meansSaid(file), own, usedFor }
}

const bareName = (name: string): string => name.slice(name.indexOf('/') + 1)

const noticeWith = (plan: Plan, name: string): Notice | undefined =>
  plan.notices.find(({ templates }) => Object.values(templates).includes(name))
