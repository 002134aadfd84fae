/**
 * A form as a Slack modal, and what was entered in one. By contract `callback_id` is the command, an input's `block_id` the parameter and
 * its `action_id` `value`; `private_metadata` carries the incident and the channel to answer in. Pure.
 */
import type { types } from '@slack/bolt'
import type { Form, FormField } from '../../../commands/command.ts'
import { BLOCK_LIMITS, section } from './block-kit.ts'
import { carry } from './button-value.ts'
import { clip, clipAsWritten, escapeAnswer } from './mrkdwn.ts'

const ACTION_ID = 'value'

/** Block Kit's limits for views and inputs (docs.slack.dev/reference/views). */
const LIMITS = {
  titleChars: 24,
  submitChars: 24,
  labelChars: 2_000,
  hintChars: 2_000,
  optionTextChars: 75,
  optionValueChars: 150,
  options: 100,
  inputChars: 3_000,
} as const

export interface ModalPlace {
  /** The incident that the form is about, unless the form says so itself. */
  incident?: string
  /** Where the answer goes. */
  channel?: string
}

export function modalView(form: Form, place: ModalPlace): types.ModalView {
  return {
    type: 'modal',
    callback_id: form.command,
    private_metadata: carry(form.incident ?? place.incident, place.channel),
    title: plain(form.title, LIMITS.titleChars),
    submit: plain(form.submit, LIMITS.submitChars),
    close: plain('Cancel', LIMITS.submitChars),
    blocks: [...(form.intro ? [section(escapeAnswer(form.intro))] : []), ...form.fields.map(inputBlock)],
  }
}

const plain = (text: string, charsMax: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: clip(text, charsMax),
})

function inputBlock(field: FormField): types.InputBlock {
  const hint = field.kind === 'datetime' ? [field.hint, 'In your own time zone'].filter(Boolean).join('. ') : field.hint
  return {
    type: 'input',
    block_id: field.param,
    label: plain(field.label, LIMITS.labelChars),
    ...(hint ? { hint: plain(hint, LIMITS.hintChars) } : {}),
    // A checkbox left empty is an answer, so Slack must not insist on a tick.
    optional: field.optional === true || field.kind === 'checkbox',
    element: inputElement(field),
  }
}

function inputElement(field: FormField): types.InputBlock['element'] {
  const { initial } = field
  switch (field.kind) {
    case 'text':
    case 'multiline':
      return textInput(field.kind === 'multiline', initial)
    case 'person': {
      const user = /^<@([UW][A-Z0-9]+)/.exec(initial ?? '')?.[1]
      return { type: 'users_select', action_id: ACTION_ID, ...(user ? { initial_user: user } : {}) }
    }
    case 'datetime': {
      const seconds = initial ? Math.floor(Date.parse(initial) / 1000) : Number.NaN
      return {
        type: 'datetimepicker',
        action_id: ACTION_ID,
        ...(Number.isNaN(seconds) ? {} : { initial_date_time: seconds }),
      }
    }
    case 'select':
      return selectInput(field)
    case 'choices':
      return choicesInput(field)
    case 'checkbox': {
      const options = [{ text: plain(field.option, LIMITS.optionTextChars), value: 'yes' }]
      return { type: 'checkboxes', action_id: ACTION_ID, options, ...(initial ? { initial_options: options } : {}) }
    }
  }
}

const textInput = (multiline: boolean, initial: string | undefined): types.PlainTextInput => ({
  type: 'plain_text_input',
  action_id: ACTION_ID,
  multiline,
  max_length: LIMITS.inputChars,
  ...(initial ? { initial_value: clipAsWritten(initial, LIMITS.inputChars) } : {}),
})

/** Undefined: Slack could not show them. */
function shownChoices<Option extends { value: string }>({ options }: { options: Option[] }): Option[] | undefined {
  const choices = options.filter(({ value }) => value !== '' && value.length <= LIMITS.optionValueChars)
  return choices.length === 0 || choices.length > LIMITS.options ? undefined : choices
}

function choicesInput(field: Extract<FormField, { kind: 'choices' }>): types.InputBlock['element'] {
  const choices = shownChoices(field)
  if (!choices) return textInput(false, field.initial)
  const options = choices.map(({ value, label }) => ({ text: plain(label || value, LIMITS.optionTextChars), value }))
  const chosen = (field.initial ?? '').split(',')
  const initial = options.filter(({ value }) => chosen.includes(value))
  return {
    type: 'multi_static_select',
    action_id: ACTION_ID,
    options,
    ...(initial.length > 0 && { initial_options: initial }),
  }
}

/** A menu; a plain input where Slack could not show one: it wants at least one option, at most a hundred, and short values. */
function selectInput(field: Extract<FormField, { kind: 'select' }>): types.InputBlock['element'] {
  const choices = shownChoices(field)
  if (!choices) return textInput(false, field.initial)
  const options = choices.map(({ value, label, group }) => ({
    group,
    option: { text: plain(label || value, LIMITS.optionTextChars), value },
  }))
  const initial = options.find(({ option }) => option.value === field.initial)?.option
  return {
    type: 'static_select',
    action_id: ACTION_ID,
    ...(options.some(({ group }) => group !== undefined)
      ? { option_groups: grouped(options) }
      : { options: options.map(({ option }) => option) }),
    ...(initial ? { initial_option: initial } : {}),
  }
}

/** Slack shows groups only where every option is in one. */
function grouped(options: readonly { group: string | undefined; option: types.PlainTextOption }[]) {
  const groups = Map.groupBy(options, ({ group }) => group ?? 'Other')
  return [...groups].map(([name, own]) => ({
    label: plain(name, LIMITS.optionTextChars),
    options: own.map(({ option }) => option),
  }))
}

/** What Slack says of one input in `view.state.values`. */
export interface InputState {
  type?: string
  value?: string | null
  selected_option?: { value?: string } | null
  selected_options?: { value?: string }[] | null
  selected_user?: string | null
  selected_date_time?: number | null
}

/**
 * What was entered, by parameter: text and options as they are, a person as the mention `<@U…>`, a ticked box as `yes`, a moment as ISO
 * 8601 in UTC. Inputs left empty are absent.
 */
export function enteredValues(values: Record<string, Record<string, InputState>>): Record<string, string> {
  const entered: Record<string, string> = {}
  for (const [param, actions] of Object.entries(values)) {
    const state = actions[ACTION_ID] ?? Object.values(actions)[0]
    const value = state && enteredValue(state)
    if (value) entered[param] = value
  }
  return entered
}

function enteredValue(state: InputState): string | undefined {
  if (state.selected_user) return `<@${state.selected_user}>`
  if (state.selected_date_time) return new Date(state.selected_date_time * 1000).toISOString()
  if (state.selected_options) return state.selected_options.map(({ value }) => value ?? '').join(',') || undefined
  return state.selected_option?.value ?? state.value ?? undefined
}

/**
 * Errors by input as Slack takes them. Slack refuses the whole answer when one names no input of the view: such an error goes to the first
 * input instead. None: undefined.
 */
export function errorsByInput(blocks: readonly { type: string; block_id?: string }[], errors: Record<string, string>) {
  const inputs = blocks.flatMap(({ type, block_id }) => (type === 'input' && block_id ? [block_id] : []))
  const placed: Record<string, string> = {}
  for (const [param, text] of Object.entries(errors)) {
    const at = inputs.includes(param) ? param : inputs[0]
    if (at) placed[at] = clip(placed[at] ? `${placed[at]} ${text}` : text, BLOCK_LIMITS.sectionChars)
  }
  return Object.keys(placed).length > 0 ? placed : undefined
}
