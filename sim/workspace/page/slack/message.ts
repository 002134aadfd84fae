/** One message: who, when, what, and what can be done with it. Drawn again only when something that it shows is another. */
import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Message as MessageShown, WorkspaceState } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'
import { blocks } from '../block-kit/blocks.ts'
import { html } from '../html.ts'
import { authorName } from '../looking.ts'
import { mrkdwn } from '../mrkdwn/mrkdwn.ts'
import { shortTime, timeWithSeconds } from '../times.ts'
import { appAvatar, avatar } from '../ui/avatar.ts'
import { icon } from '../ui/icon.ts'
import { files } from './files.ts'

const DAY_MS = 24 * 60 * 60_000

export interface MessageProps {
  message: MessageShown
  channel: string
  person: string
  workspace: WorkspaceState
  /** Follows one of the same author closely: its head is left out. */
  joined?: boolean
  pinned?: boolean
  replies?: { count: number; open: () => void }
  /** Opens the thread that it begins; absent within one. */
  onReply?: () => void
}

export function Message(props: MessageProps): VNode {
  const { message, workspace, person, joined, pinned, replies } = props
  // Dates say "today", so the day counts; names of channels and people hardly change.
  const today = Math.floor(workspace.clock.nowMs / DAY_MS)
  return useMemo(() => messageNode(props), [message, workspace.channels, today, person, joined, pinned, replies?.count])
}

function messageNode({ message, channel, person, workspace, joined, pinned, replies, onReply }: MessageProps): VNode {
  const name = authorName(workspace, message.user)
  const isApp = message.user === workspace.botUserId
  const place = workspace.people.findIndex(({ slackUserId }) => slackUserId === message.user)
  const kinds = ['message', joined && 'message-joined', message.onlyFor && 'message-only', pinned && 'message-pinned']
  const time = html`<time class="message-time" datetime=${message.at} title=${`${timeWithSeconds(message.at)} UTC`}>${shortTime(message.at)}</time>`
  return html`
    <article class=${kinds.filter(Boolean).join(' ')} data-item tabindex="-1" id=${`m-${message.ts}`} aria-label=${`${name}, ${shortTime(message.at)}`}>
      <div class="message-side">${joined ? time : isApp ? appAvatar() : avatar(name, place)}</div>
      <div class="message-main">
        ${pinned && html`<p class="message-flag">${icon('pin')} Pinned</p>`}
        ${message.onlyFor && html`<p class="message-flag">${icon('eye')} Only visible to you</p>`}
        ${
          !joined &&
          html`<p class="message-head">
            <span class="message-author">${name}</span>${isApp && html`<span class="app-mark">App</span>`}${time}${editedMark(message)}
          </p>`
        }
        ${bodyOf(message, channel, person, workspace, joined === true)}
        ${message.files && files(message.files)}
        ${
          replies &&
          replies.count > 0 &&
          html`<button type="button" class="message-replies" onClick=${replies.open}>
            ${replies.count} ${replies.count === 1 ? 'reply' : 'replies'}
          </button>`
        }
      </div>
      ${!message.onlyFor && tools(message, channel, person, onReply)}
    </article>
  `
}

function bodyOf(
  message: MessageShown,
  channel: string,
  person: string,
  workspace: WorkspaceState,
  headless: boolean,
): VNode {
  const edited = headless && editedMark(message)
  if (message.blocks.length === 0) {
    return html`<div class="message-body mr">${mrkdwn(message.text, workspace)}${edited}</div>`
  }
  const place = { place: { channel, ts: message.ts }, person, workspace }
  return html`<div class="message-body">${blocks(message.blocks, place)}${edited}</div>`
}

const editedMark = ({ editedAt }: MessageShown) =>
  editedAt && html`<span class="message-edited" title=${`${shortTime(editedAt)} UTC`}>(edited)</span>`

function tools(message: MessageShown, channel: string, person: string, onReply: (() => void) | undefined): VNode {
  const { ts } = message
  const note = () => act({ act: 'shortcut', person, callbackId: 'note', message: { channel, ts } })
  return html`<div class="message-tools" role="group" aria-label="Message actions">
    ${onReply && html`<button type="button" class="icon-button" title="Reply in thread" aria-label="Reply in thread" onClick=${onReply}>${icon('reply')}</button>`}
    <button type="button" class="icon-button" title="Add to timeline" aria-label="Add to timeline" onClick=${note}>${icon('note')}</button>
  </div>`
}
