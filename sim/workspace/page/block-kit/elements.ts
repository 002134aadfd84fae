/** What can be clicked in a block: buttons, menus, pickers. A click is sent at once; the element is busy until the bot has taken note. */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Json } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { linkTarget, plainText } from '../mrkdwn/mrkdwn.ts'
import { Confirm } from './confirm.ts'
import { optionNodes } from './option-nodes.ts'
import { type ChoiceGroup, groupsOf } from './options.ts'
import { type BlockPlace, click } from './place.ts'

export function Element({ element, place }: { element: Json; place: BlockPlace }): VNode {
  switch (element.type) {
    case 'button':
      return html`<${Button} element=${element} place=${place} />`
    case 'static_select':
    case 'overflow':
    case 'radio_buttons':
      return html`<${Menu} element=${element} place=${place} groups=${groupsOf(element)} />`
    case 'users_select': {
      const choices = place.workspace.people.map(({ slackUserId, name }) => ({ value: slackUserId, label: name }))
      return html`<${Menu} element=${element} place=${place} groups=${[{ choices }]} />`
    }
    default:
      return html`<span class="block-unknown">This element can’t be used here (${String(element.type)}).</span>`
  }
}

function Button({ element, place }: { element: Json; place: BlockPlace }): VNode {
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const label = plainText(String((element.text as Json | undefined)?.text ?? ''))
  const kind = `button ${element.style ? `button-${element.style}` : ''}`
  const press = async () => {
    setAsking(false)
    setBusy(true)
    await click(place, String(element.action_id), element.value as string | undefined)
    setBusy(false)
  }
  if (typeof element.url === 'string') {
    return html`<a class=${kind} ...${linkTarget(element.url, place.workspace)}>${label}</a>`
  }
  return html`
    <button type="button" class=${kind} disabled=${busy} aria-busy=${busy} onClick=${element.confirm ? () => setAsking(true) : press}>${label}</button>
    ${asking && html`<${Confirm} confirm=${element.confirm} place=${place} onYes=${press} onNo=${() => setAsking(false)} />`}
  `
}

interface MenuProps {
  element: Json
  place: BlockPlace
  groups: ChoiceGroup[]
}

function Menu({ element, place, groups }: MenuProps): VNode {
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<string>()
  const label = String(
    (element.placeholder as Json | undefined)?.text ?? (element.type === 'overflow' ? 'More' : 'Choose'),
  )
  const chosen = String((element.initial_option as Json | undefined)?.value ?? element.initial_user ?? '')
  const choose = async (value: string) => {
    setAsked(undefined)
    setBusy(true)
    await click(place, String(element.action_id), value)
    setBusy(false)
  }
  const onChange = ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
    if (element.confirm) setAsked(currentTarget.value)
    else void choose(currentTarget.value)
  }
  return html`
    <select class="select" aria-label=${label} disabled=${busy} value=${chosen} onChange=${onChange}>
      <option value="" disabled>${label}</option>
      ${optionNodes(groups, chosen)}
    </select>
    ${
      asked !== undefined &&
      html`<${Confirm} confirm=${element.confirm} place=${place} onYes=${() => choose(asked)} onNo=${() => setAsked(undefined)} />`
    }
  `
}
