/** The choices of a menu as the browser's own options, under the names of their groups. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import { plainText } from '../mrkdwn/mrkdwn.ts'
import type { Choice, ChoiceGroup } from './options.ts'

/** @param chosen value of the choice that is made. */
export const optionNodes = (groups: readonly ChoiceGroup[], chosen: string): (VNode | VNode[])[] =>
  groups.map(({ label, choices }) => {
    const inside = choices.map((choice) => optionNode(choice, chosen))
    return label === undefined ? inside : html`<optgroup label=${plainText(label)}>${inside}</optgroup>`
  })

const optionNode = ({ value, label }: Choice, chosen: string): VNode =>
  html`<option value=${value} selected=${value === chosen}>${plainText(label)}</option>`
