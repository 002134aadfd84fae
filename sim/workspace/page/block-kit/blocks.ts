/**
 * Block Kit as Slack shows it: the blocks of messages, home tabs and modals, but for inputs, which only a modal has (slack/form-field.ts). A block
 * of a kind that is not known here says so, as Slack does.
 */
import type { VNode } from 'preact'
import type { Json } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { mrkdwn, plainText, textObject } from '../mrkdwn/mrkdwn.ts'
import { Element } from './elements.ts'
import type { BlockPlace } from './place.ts'

export const blocks = (list: readonly Json[], place: BlockPlace): VNode[] =>
  list.map((block, index) => html`<${Block} key=${block.block_id ?? index} block=${block} place=${place} />`)

export function Block({ block, place }: { block: Json; place: BlockPlace }): VNode {
  switch (block.type) {
    case 'header':
      return html`<h2 class="block-header">${plainText(textIn(block.text))}</h2>`
    case 'section':
      return section(block, place)
    case 'context':
      return html`<div class="block-context">${parts(block.elements).map((part) => contextPart(part, place))}</div>`
    case 'divider':
      return html`<hr class="block-divider" />`
    case 'actions':
      return html`<div class="block-actions">
        ${parts(block.elements).map((element, index) => html`<${Element} key=${element.action_id ?? index} element=${element} place=${place} />`)}
      </div>`
    case 'image':
      return image(block)
    default:
      return html`<p class="block-unknown">This content can’t be shown here (${String(block.type)}).</p>`
  }
}

function section(block: Json, place: BlockPlace): VNode {
  const fields = parts(block.fields)
  const accessory = block.accessory as Json | undefined
  return html`<div class="block-section">
    <div class="block-section-words">
      ${block.text ? html`<div class="mr">${textObject(block.text, place.workspace)}</div>` : null}
      ${
        fields.length > 0 &&
        html`<div class="block-fields">${fields.map((field) => html`<div class="mr">${textObject(field, place.workspace)}</div>`)}</div>`
      }
    </div>
    ${accessory && html`<div class="block-accessory">${accessoryNode(accessory, place)}</div>`}
  </div>`
}

const accessoryNode = (accessory: Json, place: BlockPlace): VNode =>
  accessory.type === 'image' ? image(accessory) : html`<${Element} element=${accessory} place=${place} />`

const contextPart = (part: Json, place: BlockPlace): VNode =>
  part.type === 'image'
    ? html`<img class="block-context-image" src=${part.image_url} alt=${part.alt_text ?? ''} />`
    : html`<span class="mr">${part.type === 'mrkdwn' ? mrkdwn(textIn(part), place.workspace) : plainText(textIn(part))}</span>`

const image = (block: Json): VNode => html`<figure class="block-image">
  ${block.title ? html`<figcaption>${textIn(block.title)}</figcaption>` : null}
  <img src=${block.image_url} alt=${block.alt_text ?? ''} />
</figure>`

const parts = (value: unknown): Json[] => (Array.isArray(value) ? value : [])
const textIn = (object: unknown): string => String((object as Json | undefined)?.text ?? '')
