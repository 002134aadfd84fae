/**
 * What a person's entries look like in Slack's payloads: `state.values` of a submitted view, and the `action` of a
 * clicked element. It refuses what Slack's own client would not let anybody send.
 */
import { isObject, type Json, stringOf } from './wire.ts'

/**
 * What a person enters: text, a date, the value of an option, a user or channel id; several where the element takes
 * several.
 */
export type Entry = string | string[]

/**
 * How an element type is filled: the field of the payload, the element's field for its initial value, and what the
 * entry names.
 */
interface Filling {
  field: string
  initial: string
  takes: 'text' | 'number' | 'option' | 'options' | 'texts'
}

const text = (field: string, initial: string): Filling => ({ field, initial, takes: 'text' })

/** From docs.slack.dev/reference/block-kit/block-elements and .../interaction-payloads/view-interactions-payload. */
const FILLINGS: Record<string, Filling> = {
  plain_text_input: text('value', 'initial_value'),
  email_text_input: text('value', 'initial_value'),
  url_text_input: text('value', 'initial_value'),
  number_input: text('value', 'initial_value'),
  datepicker: text('selected_date', 'initial_date'),
  timepicker: text('selected_time', 'initial_time'),
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', takes: 'number' },
  users_select: text('selected_user', 'initial_user'),
  conversations_select: text('selected_conversation', 'initial_conversation'),
  channels_select: text('selected_channel', 'initial_channel'),
  multi_users_select: { field: 'selected_users', initial: 'initial_users', takes: 'texts' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', takes: 'texts' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', takes: 'texts' },
  static_select: { field: 'selected_option', initial: 'initial_option', takes: 'option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', takes: 'option' },
  overflow: { field: 'selected_option', initial: 'initial_option', takes: 'option' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', takes: 'options' },
  checkboxes: { field: 'selected_options', initial: 'initial_options', takes: 'options' },
}

/**
 * `state.values` of a view: what was entered, else what the element started with, else nothing.
 * @param entries by `block_id`.
 * @throws when an entry names no input, an option that is not offered, or a required input stays empty.
 */
export function stateValues(blocks: unknown, entries: Record<string, Entry>): Record<string, Json> {
  const inputs = inputsOf(blocks)
  const stray = Object.keys(entries).find((blockId) => !inputs.some((input) => input.blockId === blockId))
  if (stray !== undefined) {
    const known = inputs.map((input) => input.blockId).join(', ')
    throw new Error(`The view has no input "${stray}"; it has ${known || 'none'}.`)
  }
  const values: Record<string, Json> = {}
  for (const { blockId, element, required } of inputs) {
    const state = elementState(element, entries[blockId])
    if (required && isEmpty(state, element)) throw new Error(`The input "${blockId}" must be filled in.`)
    values[blockId] = { ...values[blockId], [stringOf(element.action_id)]: state }
  }
  return values
}

/**
 * An element's state after `entry`, as in `state.values` and in a block action.
 * @throws when the entry names an option that is not offered.
 */
export function elementState(element: Json, entry: Entry | undefined): Json {
  const type = stringOf(element.type)
  const filling = FILLINGS[type]
  if (!filling) return { type }
  if (entry === undefined) return { type, [filling.field]: element[filling.initial] ?? emptyOf(filling) }
  return { type, [filling.field]: filled(element, filling, entry) }
}

function filled(element: Json, { takes }: Filling, entry: Entry): unknown {
  const several = Array.isArray(entry) ? entry : [entry]
  if (takes === 'texts') return several
  if (takes === 'options') return several.map((value) => optionOf(element, value))
  if (takes === 'option') return optionOf(element, several[0] ?? '')
  return takes === 'number' ? Number(several[0]) : several[0]
}

const emptyOf = ({ takes }: Filling) => (takes === 'options' || takes === 'texts' ? [] : null)

function isEmpty(state: Json, element: Json): boolean {
  const field = FILLINGS[stringOf(element.type)]?.field
  const value = field === undefined ? undefined : state[field]
  return field !== undefined && (value === null || value === '' || (Array.isArray(value) && value.length === 0))
}

function optionOf(element: Json, value: string): Json {
  const groups = (element.option_groups as Json[] | undefined) ?? [element]
  const options = groups.flatMap((group) => (group.options as Json[] | undefined) ?? [])
  const found = options.find((option) => option.value === value)
  if (!found) {
    const offered = options.map((option) => option.value).join(', ')
    throw new Error(`"${element.action_id}" does not offer "${value}"; it offers ${offered}.`)
  }
  return found
}

interface Input {
  blockId: string
  element: Json
  required: boolean
}

/** Elements that hold an entry: those of input blocks, and the menus and pickers of sections and actions. */
function inputsOf(blocks: unknown): Input[] {
  return elementsOf(blocks).flatMap(({ block, element }) => {
    if (!FILLINGS[stringOf(element.type)] || element.type === 'overflow') return []
    const required = block.type === 'input' && block.optional !== true
    return [{ blockId: stringOf(block.block_id), element, required }]
  })
}

/** Every element that a person can act on, with its block. */
export function elementsOf(blocks: unknown): { block: Json; element: Json }[] {
  if (!Array.isArray(blocks)) return []
  return blocks.filter(isObject).flatMap((block) => {
    const inner = block.type === 'actions' && Array.isArray(block.elements) ? block.elements : []
    return [block.element, block.accessory, ...inner].filter(isObject).map((element) => ({ block, element }))
  })
}
