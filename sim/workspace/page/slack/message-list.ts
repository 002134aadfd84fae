/** The messages of a conversation in the order in which they came, by day, with the newest at the bottom and in sight. */
import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Message as MessageShown, WorkspaceState } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { dayName } from '../times.ts'
import { Message } from './message.ts'

/** Messages of one author within this time share one head. */
const JOINED_WITHIN_MS = 5 * 60_000
/** A reader who is this near to the end wants to stay there, in pixels. */
const NEAR_THE_END_PX = 120

export interface MessageListProps {
  messages: MessageShown[]
  /** Replies by the timestamp of the message that they answer. */
  replyCounts: Record<string, number>
  channel: string
  person: string
  workspace: WorkspaceState
  pins: readonly string[]
  onThread?: (ts: string) => void
  /** Stands above the first message. */
  beginning?: VNode
}

export function MessageList(props: MessageListProps): VNode {
  const { messages, replyCounts, channel, person, workspace, pins, onThread, beginning } = props
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    atEnd.current = true
  }, [channel])
  const stayAtEnd = () => {
    const element = scroller.current
    if (element && atEnd.current) element.scrollTop = element.scrollHeight
  }
  useLayoutEffect(stayAtEnd, [messages])
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: { currentTarget: HTMLElement }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX
  }
  // A picture takes its place only once it has come.
  return html`<div class="messages" ref=${scroller} onScroll=${onScroll} onLoadCapture=${stayAtEnd} role="log" aria-label="Messages" tabindex="0">
    <div class="messages-inside">
      ${beginning}
      ${messages.map((message, index) => {
        const before = messages[index - 1]
        const day = dayName(message.at, workspace.clock.nowMs)
        const newDay = !before || dayName(before.at, workspace.clock.nowMs) !== day
        const thread = onThread && (() => onThread(message.ts))
        return html`
          ${newDay && html`<div class="day" key=${`day-${message.serial}`}><span>${day}</span></div>`}
          <${Message}
            key=${message.ts}
            ...${{ message, channel, person, workspace }}
            joined=${!newDay && isJoined(before, message, pins)}
            pinned=${pins.includes(message.ts)}
            replies=${thread && { count: replyCounts[message.ts] ?? 0, open: thread }}
            onReply=${thread}
          />
        `
      })}
    </div>
  </div>`
}

function isJoined(before: MessageShown | undefined, message: MessageShown, pins: readonly string[]): boolean {
  if (!before || before.user !== message.user || before.onlyFor !== message.onlyFor || message.onlyFor) return false
  if (before.blocks.length > 0 || message.blocks.length > 0 || pins.includes(message.ts)) return false
  return Date.parse(message.at) - Date.parse(before.at) < JOINED_WITHIN_MS
}
