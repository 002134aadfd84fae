/** Where one writes: a message, or a command after a slash. Enter sends, Shift and Enter begins a new line, Tab takes what is offered. */
import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { WorkspaceState } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'
import { html } from '../html.ts'
import { icon } from '../ui/icon.ts'
import { type Suggestion, suggestions, usageOf, withMentions } from './completion.ts'

export interface ComposerProps {
  channel: string
  /** Replies to this message. */
  thread?: string
  person: string
  workspace: WorkspaceState
  placeholder: string
}

export function Composer({ channel, thread, person, workspace, placeholder }: ComposerProps): VNode {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const [closed, setClosed] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const offered = closed || thread ? [] : suggestions(text, workspace)
  const usage = offered.length === 0 ? usageOf(text, workspace) : undefined
  const listId = thread ? 'completion-thread' : 'completion'

  const write = (next: string) => {
    setText(next)
    setChosen(0)
    setClosed(false)
    field.current?.focus()
  }
  const send = () => {
    const words = withMentions(text.trim(), workspace.people)
    if (words === '') return
    write('')
    if (words.startsWith('/') && !thread) void act({ act: 'command', person, channel, text: words })
    else void act({ act: 'say', person, channel, text: words, ...(thread ? { thread } : {}) })
  }
  /** Enter takes an offer only where it adds something: a command that is complete is sent. */
  const adds = (offer: Suggestion) => offer.text.trim() !== text.trim()
  const onKeyDown = (event: KeyboardEvent) => {
    const offer = offered[chosen]
    if (offer && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
    } else if (offer && (event.key === 'Tab' || (event.key === 'Enter' && adds(offer))) && !event.shiftKey) {
      event.preventDefault()
      write(offer.text)
    } else if (offer && event.key === 'Escape') {
      event.stopPropagation()
      setClosed(true)
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      send()
    }
  }
  const declare = () => act({ act: 'shortcut', person, callbackId: 'declare' })
  return html`<div class="composer">
    ${offered.length > 0 && completionList(listId, offered, chosen, write)}
    ${usage && html`<p class="composer-usage"><code>${usage}</code></p>`}
    <div class="composer-box">
      ${!thread && html`<button type="button" class="icon-button" title="Shortcut: declare a disaster" aria-label="Shortcut: declare a disaster" onClick=${declare}>${icon('plus')}</button>`}
      <textarea
        ref=${field}
        class="composer-field"
        rows="1"
        data-composer=${thread ? undefined : true}
        placeholder=${placeholder}
        aria-label=${placeholder}
        role="combobox"
        aria-expanded=${offered.length > 0}
        aria-controls=${listId}
        aria-autocomplete="list"
        aria-activedescendant=${offered.length > 0 ? `${listId}-${chosen}` : undefined}
        value=${text}
        onInput=${({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => write(currentTarget.value)}
        onKeyDown=${onKeyDown}
      ></textarea>
      <button type="button" class="icon-button composer-send" title="Send" aria-label="Send" disabled=${text.trim() === ''} onClick=${send}>${icon('send')}</button>
    </div>
  </div>`
}

function completionList(id: string, offered: Suggestion[], chosen: number, take: (text: string) => void): VNode {
  return html`<ul class="completion" role="listbox" id=${id} aria-label="Suggestions">
    ${offered.map(
      ({ text, title, summary }, index) => html`
        <li
          role="option"
          id=${`${id}-${index}`}
          class="completion-offer"
          aria-selected=${index === chosen}
          onMouseDown=${(event: Event) => {
            event.preventDefault()
            take(text)
          }}
        >
          <span class="completion-title">${title}</span><span class="completion-summary">${summary}</span>
        </li>
      `,
    )}
  </ul>`
}
