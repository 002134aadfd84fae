/** One input of a modal with its label, hint and error; the entry is the form's to keep. */
import type { VNode } from 'preact'
import type { Json, WorkspaceState } from '../../state/workspace-state.ts'
import { optionNodes } from '../block-kit/option-nodes.ts'
import { type ChoiceGroup, groupsOf, optionsOf } from '../block-kit/options.ts'
import { html } from '../html.ts'
import { plainText } from '../mrkdwn/mrkdwn.ts'
import { type Entry, localOf, secondsOf } from './form-entries.ts'

export interface FormFieldProps {
  block: Json
  entry: Entry | undefined
  error: string | undefined
  workspace: WorkspaceState
  /** In which the person enters times. */
  zone: string
  onEntry: (entry: Entry) => void
}

export function FormField(props: FormFieldProps): VNode {
  const { block, error, zone } = props
  const element = block.element as Json
  const id = `field-${block.block_id}`
  const label = plainText(textIn(block.label))
  const hint = textIn(block.hint)
  const hasZone = element.type === 'datetimepicker'
  const described =
    [hint && `${id}-hint`, hasZone && `${id}-zone`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  const attributes = {
    id,
    required: block.optional !== true,
    'aria-describedby': described,
    'aria-invalid': error ? 'true' : undefined,
  }
  const optional = block.optional === true && html`<span class="soft"> (optional)</span>`
  const notes = html`
    ${hint && html`<p class="field-hint" id=${`${id}-hint`}>${plainText(hint)}</p>`}
    ${hasZone && html`<p class="field-hint" id=${`${id}-zone`}>Your time zone: ${zone}</p>`}
    ${error && html`<p class="field-error" id=${`${id}-error`} role="alert">${error}</p>`}
  `
  if (SEVERAL.has(element.type) || element.type === 'radio_buttons') {
    return html`<fieldset class="field" aria-describedby=${described}><legend>${label}${optional}</legend>${choiceList(element, props)}${notes}</fieldset>`
  }
  return html`<div class="field"><label for=${id}>${label}${optional}</label>${control(element, attributes, props)}${notes}</div>`
}

/** A menu of several is shown as boxes to tick. */
const SEVERAL: ReadonlySet<unknown> = new Set(['checkboxes', 'multi_static_select'])

type Changed = { currentTarget: { value: string } }

function control(element: Json, attributes: object, { entry = '', workspace, zone, onEntry }: FormFieldProps): VNode {
  const take = ({ currentTarget }: Changed) => onEntry(currentTarget.value)
  const placeholder = textIn(element.placeholder)
  switch (element.type) {
    case 'static_select':
      return select(attributes, entry, groupsOf(element), take, placeholder)
    case 'users_select': {
      const people = workspace.people.map(({ slackUserId, name }) => ({ value: slackUserId, label: name }))
      return select(attributes, entry, [{ choices: people }], take, placeholder || 'Choose a person')
    }
    case 'datetimepicker': {
      const pick = ({ currentTarget }: Changed) => onEntry(secondsOf(currentTarget.value, zone))
      return html`<input ...${attributes} type="datetime-local" class="input" value=${localOf(String(entry), zone)} onInput=${pick} />`
    }
    default:
      return element.multiline === true
        ? html`<textarea ...${attributes} class="input" rows="4" maxlength=${element.max_length} placeholder=${placeholder} value=${entry} onInput=${take}></textarea>`
        : html`<input ...${attributes} type="text" class="input" maxlength=${element.max_length} placeholder=${placeholder} value=${entry} onInput=${take} />`
  }
}

function select(
  attributes: object,
  entry: Entry,
  groups: readonly ChoiceGroup[],
  onChange: (event: Changed) => void,
  placeholder: string,
): VNode {
  return html`<select ...${attributes} class="select select-wide" value=${entry} onChange=${onChange}>
    <option value="">${placeholder || 'Choose an option'}</option>
    ${optionNodes(groups, String(entry))}
  </select>`
}

function choiceList(element: Json, { block, entry = [], onEntry }: FormFieldProps): VNode[] {
  const several = SEVERAL.has(element.type)
  const chosen = Array.isArray(entry) ? entry : [entry]
  return optionsOf(element).map(({ value, label, description }) => {
    const toggle = () => {
      if (!several) onEntry(value)
      else onEntry(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
    }
    return html`<label class="choice">
      <input type=${several ? 'checkbox' : 'radio'} name=${block.block_id} checked=${chosen.includes(value)} onChange=${toggle} />
      <span>${plainText(label)}${description && html`<span class="soft"> ${plainText(description)}</span>`}</span>
    </label>`
  })
}

const textIn = (object: unknown): string => String((object as Json | undefined)?.text ?? '')
