/** Forms and buttons of the responder console, made of the same definitions as Slack's modals and buttons. */
import { html } from 'hono/html'
import type { Form, FormField, Reply } from '../../../commands/command.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Html } from '../page-frame.ts'
import { rich } from '../rich-text.ts'

/** What every form of a page needs to know. */
export interface Place {
  /** Path of the incident's console, without a slash at the end. */
  path: string
  /** Section that is shown again afterwards. */
  section: string
  plan: Plan
  /** A new key for each form: pressed twice, it acts once. */
  newKey: () => string
}

export type ButtonSpec = NonNullable<Reply['buttons']>[number]

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`

const opening = (place: Place, command: string, words: string): Html =>
  html`${hidden('command', command)}${hidden('words', words)}${hidden('key', place.newKey())}${hidden('section', place.section)}`

/** @param about what the button is about, for whoever hears it out of its place. */
export function button(place: Place, { command, label, value = '', style }: ButtonSpec, about = ''): Html {
  const [name = '', ...words] = command.split(' ')
  const spoken = about ? html` aria-label="${label}: ${about}"` : ''
  return html`<form method="post" action="${place.path}">${opening(place, name, [...words, value].filter(Boolean).join(' '))}<button class="${style ?? ''}"${spoken}>${label}</button></form>`
}

export const buttonRow = (place: Place, specs: readonly ButtonSpec[], about = ''): Html | string =>
  specs.length === 0 ? '' : html`<div class="buttons">${specs.map((spec) => button(place, spec, about))}</div>`

/** One line or several to be said with a command, without a form of its own. */
export const sayForm = (place: Place, command: string, label: string, send: string): Html =>
  html`<form method="post" action="${place.path}" class="fields">${opening(place, command, '')}
<label>${label}<textarea name="more" rows="2" required maxlength="3000"></textarea></label><button class="primary">${send}</button></form>`

export interface Filled {
  values?: Record<string, string>
  errors?: Record<string, string>
}

/** @param from words that brought the form. */
export function formHtml(place: Place, form: Form, from: string, { values = {}, errors = {} }: Filled = {}): Html {
  const fields = form.fields.map((field, index) =>
    fieldHtml(place, field, values[field.param], errors[field.param], index),
  )
  return html`<section class="card" aria-labelledby="form-title"><h2 id="form-title">${form.title}</h2>
${form.intro ? rich(form.intro) : ''}
<form method="post" action="${place.path}" class="fields">${opening(place, form.command, '')}${hidden('form', '1')}${hidden('from', from)}
${fields}<div class="buttons"><button class="primary">${form.submit}</button><a class="button" href="${place.path}/${place.section}">Cancel</a></div></form></section>`
}

function fieldHtml(
  place: Place,
  field: FormField,
  given: string | undefined,
  error: string | undefined,
  index: number,
): Html {
  const id = `f-${field.param}`
  const notes = [field.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const described = html`${notes ? html` aria-describedby="${notes}"` : ''}${error ? html` aria-invalid="true"` : ''}${index === 0 ? html` autofocus` : ''}`
  const hint = field.hint ? html`<p class="soft" id="${id}-hint">${field.hint}</p>` : ''
  const problem = error ? html`<p class="problem" id="${id}-error">${error}</p>` : ''
  if (field.kind === 'checkbox') {
    const checked = (given ?? field.initial) ? html` checked` : ''
    return html`<div class="field"><label class="check"><input type="checkbox" id="${id}" name="v.${field.param}" value="yes"${checked}${described}> ${field.option}</label>${hint}${problem}</div>`
  }
  if (field.kind === 'choices') {
    const chosen = (given ?? field.initial ?? '').split(',')
    const boxes = field.options.map(
      (option) =>
        html`<label class="check"><input type="checkbox" name="v.${field.param}" value="${option.value}"${chosen.includes(option.value) ? html` checked` : ''}> ${option.label || option.value}</label>`,
    )
    return html`<fieldset class="field" id="${id}"${described}><legend>${field.label}${field.optional ? html` <span class="soft">(optional)</span>` : ''}</legend>${boxes}${hint}${problem}</fieldset>`
  }
  return html`<div class="field"><label for="${id}">${field.label}${field.optional ? html` <span class="soft">(optional)</span>` : ''}</label>${inputHtml(place, field, id, given ?? field.initial ?? '', described)}${hint}${problem}</div>`
}

function inputHtml(place: Place, field: FormField, id: string, value: string, described: Html): Html {
  const name = `v.${field.param}`
  const required = field.optional ? '' : html` required`
  switch (field.kind) {
    case 'multiline':
      return html`<textarea id="${id}" name="${name}" rows="${value.length > 200 ? 10 : 3}" maxlength="3000"${required}${described}>${value}</textarea>`
    case 'person': {
      const people = Object.entries(place.plan.people).map(([person, { name: label }]) => ({ value: person, label }))
      return selectHtml({ id, name, options: people, value: personOf(place.plan, value), required, described })
    }
    case 'select':
      return field.options.length > 0
        ? selectHtml({ id, name, options: field.options, value, required, described })
        : html`<input id="${id}" name="${name}" value="${value}"${required}${described}>`
    case 'datetime':
      return html`<input type="datetime-local" id="${id}" name="${name}" value="${value.slice(0, 16)}"${required}${described}> <span class="soft">UTC</span>`
    default:
      return html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" maxlength="3000"${required}${described}>`
  }
}

/** A form that Slack shows has people by their Slack ids. */
function personOf(plan: Plan, value: string): string {
  const slack = /^<@(\w+)/.exec(value)?.[1]
  if (slack === undefined) return value
  return Object.entries(plan.people).find(([, person]) => person.slack === slack)?.[0] ?? ''
}

interface Select {
  id: string
  name: string
  options: readonly { value: string; label: string; group?: string }[]
  value: string
  required: Html | string
  described: Html
}

function selectHtml({ id, name, options, value, required, described }: Select): Html {
  const one = (option: Select['options'][number]) =>
    html`<option value="${option.value}"${option.value === value ? html` selected` : ''}>${option.label || option.value}</option>`
  const groups = [...Map.groupBy(options, ({ group }) => group ?? '')]
  const all = groups.map(([group, own]) =>
    group ? html`<optgroup label="${group}">${own.map(one)}</optgroup>` : html`${own.map(one)}`,
  )
  const none = options.some((option) => option.value === value) ? '' : html`<option value="">Choose…</option>`
  return html`<select id="${id}" name="${name}"${required}${described}>${none}${all}</select>`
}

export interface CodeAsked {
  command: string
  words: string
  key: string
  values?: Record<string, string>
  challenge: string
  what: string
  problem?: string | undefined
}

/** Asks for the six digits, and carries along what they confirm. */
export function codeHtml(place: Place, asked: CodeAsked, phone: string): Html {
  const kept = Object.entries(asked.values ?? {}).map(([param, value]) => hidden(`v.${param}`, value))
  const all = html`${hidden('command', asked.command)}${hidden('words', asked.values ? '' : asked.words)}${hidden('key', asked.key)}${hidden('section', place.section)}${hidden('challenge', asked.challenge)}${asked.values ? html`${hidden('form', '1')}${hidden('from', asked.words)}` : ''}${kept}`
  return html`<section class="card" aria-labelledby="form-title"><h2 id="form-title">A code to confirm it</h2>
<p>To <strong>${asked.what}</strong>, type the six digits that are on their way to your telephone${phone}. They are good for five minutes.</p>
${asked.problem ? html`<p class="problem" role="alert">${asked.problem}</p>` : ''}
<form method="post" action="${place.path}" class="fields">${all}
<label for="code">Code</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,9}" maxlength="9" required autofocus>
<div class="buttons"><button class="primary">Confirm</button><a class="button" href="${place.path}/${place.section}">Cancel</a></div></form>
<form method="post" action="${place.path}">${all}${hidden('again', '1')}<button>Send a new code</button></form></section>`
}
