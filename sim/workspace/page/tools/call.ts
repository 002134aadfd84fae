/** A call in hand: it rings, is answered, speaks, and takes keys; on the keyboard too. */
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PhoneCall } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'
import { html } from '../html.ts'
import { icon } from '../ui/icon.ts'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

type Does = 'answer' | 'busy' | 'noAnswer' | 'hangUp'

/** @param onAway when a call that has ended is put away. */
export function Call({ call, onAway }: { call: PhoneCall; onAway: () => void }): VNode {
  const [busy, setBusy] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const doIt = async (does: Does | 'press', digits?: string) => {
    setBusy(true)
    await act({ act: 'phone', sid: call.sid, does, ...(digits === undefined ? {} : { digits }) })
    setBusy(false)
  }
  useEffect(() => {
    root.current?.querySelector<HTMLElement>('[data-first]')?.focus()
  }, [call.status])
  const onKeyDown = (event: KeyboardEvent) => {
    if (call.status !== 'in-progress' || busy || !KEYS.includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    void doIt('press', event.key)
  }
  const over = call.status !== 'ringing' && call.status !== 'in-progress'
  return html`<div class=${`call call-${call.status}`} ref=${root} onKeyDown=${onKeyDown}>
    <p class="call-state" role="status">${over ? 'The call has ended' : STATES[call.status]}</p>
    ${call.said.length > 0 && html`<div class="call-said" aria-live="polite">${call.said.map((words) => html`<p>“${words}”</p>`)}</div>`}
    ${call.error && html`<p class="field-error">${call.error}</p>`}
    ${call.status === 'ringing' && ringing(busy, doIt)}
    ${call.status === 'in-progress' && onTheLine(busy, doIt)}
    ${over && html`<button type="button" class="button button-away" data-first onClick=${onAway}>Done</button>`}
  </div>`
}

const STATES: Record<string, string> = {
  ringing: 'Muster is calling…',
  'in-progress': 'On the line',
}

const ringing = (busy: boolean, doIt: (does: Does) => void): VNode => html`<div class="call-answers">
  <button type="button" class="button button-call" data-first disabled=${busy} onClick=${() => doIt('answer')}>${icon('phone')} Answer</button>
  <button type="button" class="button" disabled=${busy} onClick=${() => doIt('busy')}>Decline</button>
  <button type="button" class="button" disabled=${busy} onClick=${() => doIt('noAnswer')}>Let it ring out</button>
</div>`

const onTheLine = (busy: boolean, doIt: (does: Does | 'press', digits?: string) => void): VNode => html`
  <div class="keypad" role="group" aria-label="Keypad">
    ${KEYS.map((key, index) => html`<button type="button" class="key" data-first=${index === 0 || undefined} disabled=${busy} onClick=${() => doIt('press', key)}>${key}</button>`)}
  </div>
  <button type="button" class="button button-hangup" disabled=${busy} onClick=${() => doIt('hangUp')}>${icon('hangup')} Hang up</button>
`
