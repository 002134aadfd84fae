/** The question that Slack asks before it reports a click, where the app wants it asked. */
import type { VNode } from 'preact'
import type { Json } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { plainText, textObject } from '../mrkdwn/mrkdwn.ts'
import { Dialog } from '../ui/dialog.ts'
import type { BlockPlace } from './place.ts'

export interface ConfirmProps {
  confirm: Json
  place: BlockPlace
  onYes: () => void
  onNo: () => void
}

export function Confirm({ confirm, place, onYes, onNo }: ConfirmProps): VNode {
  const words = (part: unknown, otherwise: string) => plainText(String((part as Json | undefined)?.text ?? otherwise))
  const title = words(confirm.title, 'Are you sure?')
  const kind = confirm.style === 'danger' ? 'button button-danger' : 'button button-primary'
  return html`<${Dialog} label=${title} kind="dialog-small" onClose=${onNo}>
    <h2 class="dialog-title">${title}</h2>
    <div class="dialog-body mr">${textObject(confirm.text, place.workspace)}</div>
    <footer class="dialog-feet">
      <button type="button" class="button" onClick=${onNo}>${words(confirm.deny, 'Cancel')}</button>
      <button type="button" class=${kind} onClick=${onYes}>${words(confirm.confirm, 'Yes')}</button>
    </footer>
  <//>`
}
