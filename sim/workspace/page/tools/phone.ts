/** One person's telephone: calls and text messages in their order, the call in hand, and a box to reply. Whoever acts here acts as its owner. */
import type { VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Person, PhoneCall, Sms, WorkspaceState } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'
import { html } from '../html.ts'
import { timeOrDay } from '../times.ts'
import { avatar } from '../ui/avatar.ts'
import { icon } from '../ui/icon.ts'
import { Call } from './call.ts'

export function Phone({ person, workspace }: { person: Person; workspace: WorkspaceState }): VNode {
  const place = workspace.people.indexOf(person)
  const texts = workspace.sms.filter(({ to, from }) => to === person.phone || from === person.phone)
  const calls = workspace.calls.filter(({ to }) => to === person.phone)
  const inHand = calls.findLast(({ status }) => status === 'ringing' || status === 'in-progress')
  // A call that was talked on stays in sight until it is put away.
  const [talked, setTalked] = useState('')
  if (inHand?.status === 'in-progress' && talked !== inHand.sid) setTalked(inHand.sid)
  const shown = inHand ?? calls.find(({ sid }) => sid === talked)
  const scroller = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [texts.length, calls.length, shown?.status, shown?.said.length])

  return html`<div class="phone">
    <header class="phone-head">
      <a class="icon-button only-narrow" href="#/phones" data-escape aria-label="All phones">${icon('back')}</a>
      ${avatar(person.name, place)}
      <div><h1>${person.name}</h1><p class="soft">${person.phone}</p></div>
    </header>
    <div class="phone-screen" ref=${scroller} tabindex="0" role="log" aria-label=${`Calls and messages of ${person.name}`}>
      ${texts.length + calls.length === 0 && html`<p class="phone-quiet">Nothing yet. This phone rings when its owner is paged.</p>`}
      ${inOrder(texts, calls).map((entry) => ('body' in entry ? bubble(entry, person, workspace) : callLine(entry, workspace)))}
    </div>
    ${shown ? html`<${Call} key=${shown.sid} call=${shown} onAway=${() => setTalked('')} />` : html`<${Reply} person=${person.person} />`}
  </div>`
}

const inOrder = (texts: Sms[], calls: PhoneCall[]) =>
  [...texts, ...calls].sort((left, right) => Date.parse(left.at) - Date.parse(right.at))

function bubble(sms: Sms, person: Person, workspace: WorkspaceState): VNode {
  const mine = sms.from === person.phone
  return html`<div class=${`bubble ${mine ? 'bubble-mine' : ''}`} data-item tabindex="-1" key=${sms.sid}>
    <p>${withLinks(sms.body)}</p>
    <p class="bubble-foot">${timeOrDay(sms.at, workspace.clock.nowMs)}${mine ? '' : ` · ${sms.status}`}</p>
  </div>`
}

function callLine(call: PhoneCall, workspace: WorkspaceState): VNode {
  return html`<div class="call-line" data-item tabindex="-1" key=${call.sid}>
    <p>${icon('phone')} ${CALL_WORDS[call.status] ?? call.status}, ${timeOrDay(call.at, workspace.clock.nowMs)}${call.digits ? ` · pressed ${call.digits}` : ''}</p>
    ${call.said.length > 0 && call.status === 'completed' && html`<details><summary>What was said</summary>${call.said.map((words) => html`<p>${words}</p>`)}</details>`}
  </div>`
}

const CALL_WORDS: Record<string, string> = {
  queued: 'Call coming in',
  initiated: 'Call coming in',
  ringing: 'Ringing',
  'in-progress': 'On the line',
  completed: 'Call answered',
  busy: 'Call declined',
  'no-answer': 'Missed call',
  canceled: 'Missed call',
  failed: 'Call failed',
}

const withLinks = (body: string) =>
  body
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 ? html`<a href=${part} target="_blank" rel="noreferrer">${part}</a>` : part))

function Reply({ person }: { person: string }): VNode {
  const [body, setBody] = useState('')
  const send = async (event: Event) => {
    event.preventDefault()
    if (body.trim() === '') return
    setBody('')
    await act({ act: 'text', person, body: body.trim() })
  }
  return html`<form class="phone-reply" onSubmit=${send}>
    <input class="input" aria-label="Text message" placeholder="Text message" value=${body} onInput=${({ currentTarget }: { currentTarget: HTMLInputElement }) => setBody(currentTarget.value)} />
    <button class="icon-button" aria-label="Send" title="Send" disabled=${body.trim() === ''}>${icon('send')}</button>
  </form>`
}
