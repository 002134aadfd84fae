/** A thread beside its conversation: the message that began it, the replies, and a composer of its own. */
import type { VNode } from 'preact'
import type { Message as MessageShown, WorkspaceState } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { icon } from '../ui/icon.ts'
import { Composer } from './composer.ts'
import { MessageList } from './message-list.ts'

export interface ThreadProps {
  first: MessageShown
  replies: MessageShown[]
  channel: string
  person: string
  workspace: WorkspaceState
  onClose: () => void
}

export function Thread({ first, replies, channel, person, workspace, onClose }: ThreadProps): VNode {
  return html`<aside class="thread" aria-label="Thread">
    <header class="pane-head">
      <div class="pane-title">
        <h2>Thread</h2>
        <button type="button" class="icon-button pane-close" data-escape aria-label="Close the thread" title="Close" onClick=${onClose}>${icon('close')}</button>
      </div>
    </header>
    <${MessageList} ...${{ messages: [first, ...replies], channel, person, workspace, replyCounts: {}, pins: [] }} />
    <${Composer} key=${first.ts} ...${{ channel, person, workspace }} thread=${first.ts} placeholder="Reply…" />
  </aside>`
}
