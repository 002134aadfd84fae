/**
 * Renders what people are told, from the templates of a folder. Promises that a message always goes out whole: a field that is not known
 * yet is said as the template's fallback ("to be confirmed" by default), never as a raw mark or `undefined`, and a drill is headed DRILL by
 * every means. A plan's own template (`<plan id>/NAME.liquid`) wins over the shared one (`NAME.liquid`). Whether templates fit a plan is
 * found beforehand by `checkTemplates`.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid, type Template } from 'liquidjs'
import { type MessageId, type MessageText, messageKey, textOfMessage } from '../incident/communication/state.ts'
import type { ExternalEffect, Moment } from '../incident/effects.ts'
import { reveal } from '../plan/actor.ts'
import { meansOf } from '../plan/notice-means.ts'
import type { DataProblem } from '../plan/problem.ts'
import type { AudienceMeans, Notice, Plan } from '../plan/schema.ts'
import type { About } from './about.ts'
import { resolvedTemplate, templateProblems } from './check-templates.ts'
import { type FieldValue, type MessageFields, messageFields } from './fields.ts'
import { toHtml, toPlain, toSlack } from './markup.ts'
import { fitSms, oneLine, SMS_TWO_UNITS_MAX, SMS_UNITS_MAX } from './sms.ts'
import { type LoadedTemplate, parseTemplateFile, sectionFor, sectionOf, type TemplateMoment } from './template-file.ts'

export interface Rendered {
  /** Mail only, and PagerDuty where the template gives one. */
  subject?: string
  /** Ready for the means: Slack's mark-up, plain text for mail, SMS and voice. */
  text: string
  /** Mail only. */
  html?: string
}

export interface Messages {
  /**
   * @param name as a plan's notice names it, such as `customer-initial`.
   * @throws Error when there is no such template, or it says nothing by this means; `checkTemplates` finds both beforehand.
   */
  render(name: string, means: AudienceMeans, fields: MessageFields): Rendered
  /**
   * What an audience is told by one of its notice's means. A notice that names no template for a moment gets the next best one, so that
   * everyone who was told of the outage is told of its end as well (R76).
   * @throws Error when the plan has no such notice.
   */
  notice(effect: NotifyEffect, about: About): Rendered
  /**
   * Writes one message of a notice: its subject and each section that one of its means uses, in the templates' Markdown.
   * @param changes what has changed since the audience was last told, one line each.
   * @throws Error when the plan has no such notice.
   */
  compose(message: MessageId & { dueMs: number }, about: About, changes: string[]): MessageText
  /** What is wrong with the templates that a plan uses, each at its place in the plan; nothing when all is well. */
  checkTemplates(plan: Plan): DataProblem[]
}

type NotifyEffect = Extract<ExternalEffect, { kind: 'notify' }>

const FALLBACK = 'to be confirmed'

/**
 * Whoever writes templates writes no programs: nothing else is read from the disk, and a loop without end or a text without measure stops with an
 * error. Characters, milliseconds, and memory by the library's own count.
 */
const LIQUID_LIMITS = { templates: {}, parseLimit: 200_000, renderLimit: 3_000, memoryLimit: 2_000_000 }

/** @throws Error naming the file, when a template of `dir` cannot be read or parsed. */
export function createMessages({ dir }: { dir: string }): Messages {
  const liquid = new Liquid({ ...LIQUID_LIMITS, strictVariables: true, strictFilters: true, ownPropertyOnly: true })
  const templates = loadTemplates(dir, liquid)
  const find = (planId: string, name: string) => templates.get(`${planId}/${name}`) ?? templates.get(name)

  const written = (template: LoadedTemplate, part: string, scope: object): string => {
    const text: string = liquid.renderSync(template.compiled[part] ?? [], scope)
    return text
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }
  const need = (planId: string, name: string): LoadedTemplate => {
    const template = find(planId, name)
    if (!template) throw new Error(`There is no template ${name}.liquid.`)
    return template
  }

  const render: Messages['render'] = (name, means, fields) => {
    const template = need(fields.planId, name)
    const section = sectionFor(template, means)
    if (section === undefined) throw new Error(`Template ${template.name}.liquid says nothing by ${means}.`)
    const scope = scopeOf(fields.values, template.fallbacks)
    const subject = template.sections.subject === undefined ? undefined : written(template, 'subject', scope)
    const frame = frameOf(template, (part) => written(template, part, scope))
    const smsMax = PAGING.has(template.moment) ? SMS_UNITS_MAX : SMS_TWO_UNITS_MAX
    return finish(means, written(template, section, scope), subject, fields.drill, { ...frame, smsMax })
  }

  const composeFor = (
    message: MessageId & { dueMs: number },
    about: About,
    changes: string[],
    means: AudienceMeans[],
  ): MessageText => {
    const { plan } = about
    const notice = noticeOf(plan, message.notice)
    const name = templateFor(plan, notice, message.moment, about.view.phase === 'merged')
    const template = need(plan.id, name)
    const { values } = fieldsFor(notice, about, { dueMs: message.dueMs, changes })
    const scope = scopeOf(values, template.fallbacks)
    const used = means.map((each) => sectionFor(template, each))
    const sections = [...new Set(used)].filter((section) => section !== undefined)
    const text: MessageText = {
      ...frameOf(template, (part) => written(template, part, scope)),
      sections: Object.fromEntries(sections.map((section) => [section, written(template, section, scope)])),
    }
    return template.sections.subject === undefined ? text : { subject: written(template, 'subject', scope), ...text }
  }

  return {
    render,
    compose: (message, about, changes) =>
      composeFor(message, about, changes, meansOf(about.plan, noticeOf(about.plan, message.notice))),
    notice(effect, about) {
      const { state } = about
      const message = state.communication.messages[messageKey(effect)]
      const text = textOfMessage(message) ?? composeFor(effect, about, [], [effect.means])
      return finish(effect.means, sectionOf(text, effect.means) ?? '', text.subject, state.mode === 'drill', text)
    },
    checkTemplates: (plan) => {
      const names = [...templates.keys()]
        .map((name) => name.replace(`${plan.id}/`, ''))
        .filter((name) => !name.includes('/'))
      return templateProblems(plan, liquid, (name) => find(plan.id, name), names)
    },
  }
}

type Frame = Pick<MessageText, 'header' | 'footer'>

/** The line at the top of a mail and its small print. */
const frameOf = ({ sections }: LoadedTemplate, write: (part: string) => string): Frame => ({
  ...(sections.header === undefined ? {} : { header: write('header') }),
  ...(sections.footer === undefined ? {} : { footer: write('footer') }),
})

function noticeOf(plan: Plan, id: string): Notice {
  const notice = plan.notices.find((candidate) => candidate.id === id)
  if (!notice) throw new Error(`The plan "${plan.id}" has no notice "${id}".`)
  return notice
}

function fieldsFor(
  notice: Notice,
  { plan, state, view, atMs }: About,
  more: { dueMs: number; changes: string[] },
): MessageFields {
  const { answers, review } = state.communication
  const aware = answers[notice.from]
  const awareMs = aware?.answer === 'yes' ? aware.sinceMs : null
  const reviewLink = review ? reveal(review.link) : null
  return messageFields(plan, state, view, atMs, undefined, notice, { ...more, awareMs, reviewLink })
}

/** @param merged the incident is followed as another one. */
function templateFor(plan: Plan, notice: Notice, moment: Moment, merged: boolean): string {
  const { templates } = notice
  switch (moment) {
    case 'initial':
      return templates.initial
    case 'progress':
      return templates.progress ?? templates.initial
    case 'resolved':
      return resolvedTemplate(plan, notice)
    case 'correction':
      return merged ? 'followed' : 'correction'
    case 'review':
      return templates.review ?? resolvedTemplate(plan, notice)
  }
}

function loadTemplates(dir: string, liquid: Liquid): Map<string, LoadedTemplate> {
  const templates = new Map<string, LoadedTemplate>()
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.liquid'))
  for (const path of files.toSorted()) {
    const name = path.replaceAll('\\', '/').slice(0, -'.liquid'.length)
    const file = parseTemplateFile(name, readFileSync(join(dir, path), 'utf8'))
    const compiled: Record<string, Template[]> = {}
    for (const [section, source] of Object.entries(file.sections)) {
      try {
        compiled[section] = liquid.parse(source)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        throw new Error(`Template ${name}.liquid, section "${section}": ${why}.`, { cause: error })
      }
    }
    templates.set(name, { ...file, compiled })
  }
  return templates
}

/** The fields with their fallbacks, and `has.FIELD`, which says whether it is known. */
function scopeOf(values: Record<string, FieldValue>, fallbacks: Record<string, string>) {
  const scope: Record<string, unknown> = {}
  const has: Record<string, boolean> = {}
  for (const [name, value] of Object.entries(values)) {
    const fallback = fallbacks[name] ?? FALLBACK
    has[name] = value !== null && value.length > 0
    if (Array.isArray(value)) scope[name] = has[name] ? value : [fallback]
    else scope[name] = has[name] ? value : fallback
  }
  return { ...scope, has }
}

/** Moments whose text messages must arrive whole. */
const PAGING: ReadonlySet<TemplateMoment> = new Set(['page', 'ask-again', 'test'])

const DRILL_HEADING = '**DRILL. This is an exercise, nothing has happened.**'

/** Turns the template's Markdown into what the means shows. */
function finish(
  means: AudienceMeans,
  written: string,
  subject: string | undefined,
  drill: boolean,
  { header, footer, smsMax = SMS_TWO_UNITS_MAX }: Frame & { smsMax?: number },
): Rendered {
  const headed = drill ? `${DRILL_HEADING}\n\n${written}` : written
  const title = subject === undefined ? undefined : `${drill ? 'DRILL: ' : ''}${oneLine(subject)}`
  switch (means) {
    case 'slack':
    case 'slack-dm':
      return { text: toSlack(headed) }
    case 'webhook':
    case 'manual':
      return { ...(title !== undefined && { subject: title }), text: toPlain(headed) }
    case 'email': {
      const mail = footer === undefined ? headed : `${headed}\n\n---\n${footer}`
      return { ...(title !== undefined && { subject: title }), text: `${toPlain(mail)}\n`, html: toHtml(mail, header) }
    }
    case 'status-page':
      return { ...(title !== undefined && { subject: title }), text: toPlain(headed) }
    case 'voice':
      return { text: `${drill ? 'This is a drill. ' : ''}${sentences(oneLine(toPlain(written)))}` }
    case 'pagerduty':
      return { text: `${drill ? 'DRILL: ' : ''}${oneLine(toPlain(written))}` }
    case 'sms': {
      // The last line of a text message is what to do and the link: it is never cut, the rest is.
      const lines = written.split('\n').filter((line) => line.trim() !== '')
      const tail = lines.length > 1 ? (lines.pop() ?? '') : ''
      return { text: fitSms(`${drill ? 'DRILL ' : ''}${lines.join(' ')}`, tail, smsMax) }
    }
  }
}

/** Ends with a full stop, for what is said next, and has one where somebody wrote theirs before the template's. */
const sentences = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`).replace(/([.!?])\.(?=\s|$)/g, '$1')
