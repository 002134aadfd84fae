/** Everybody's telephones: who is called, who has messages, and the one that is looked at. */
import type { VNode } from 'preact'
import type { Person, WorkspaceState } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { personNamed, ringsFor } from '../looking.ts'
import type { Model } from '../model.ts'
import { hashOf } from '../route.ts'
import { timeOrDay } from '../times.ts'
import { avatar } from '../ui/avatar.ts'
import { Phone } from './phone.ts'

export function Phones({ model, chosen }: { model: Model; chosen: string | undefined }): VNode {
  const { workspace } = model
  const person = chosen === undefined ? undefined : personNamed(workspace, chosen)
  return html`<div class=${`list-detail ${person ? 'has-detail' : ''}`}>
    <section class="list-pane" aria-label="Phones">
      <header class="pane-head"><div class="pane-title"><h1>Phones</h1></div></header>
      <ul class="rows">
        ${workspace.people.map((each, place) => row(each, place, workspace, each.person === chosen))}
      </ul>
    </section>
    <section class="detail-pane" aria-label="Phone">
      ${person ? html`<${Phone} key=${person.person} person=${person} workspace=${workspace} />` : html`<div class="pane-empty"><h2>Choose a phone</h2><p>Calls ring here, and text messages arrive.</p></div>`}
    </section>
  </div>`
}

function row(person: Person, place: number, workspace: WorkspaceState, chosen: boolean): VNode {
  const rings = ringsFor(workspace, person)
  const latest = workspace.sms.findLast(({ to, from }) => to === person.phone || from === person.phone)
  const call = workspace.calls.findLast(({ to }) => to === person.phone)
  const said = rings ? 'Ringing' : (latest?.body ?? (call ? `Call ${call.status}` : person.phone))
  const at = latest?.at ?? call?.at
  return html`<li key=${person.person}>
    <a class=${`row ${rings ? 'row-ringing' : ''}`} data-item href=${hashOf({ kind: 'phones', person: person.person })} aria-current=${chosen ? 'true' : undefined}>
      ${avatar(person.name, place)}
      <span class="row-words">
        <span class="row-title">${person.name}</span>
        <span class="row-text">${said}</span>
      </span>
      ${at && html`<time class="row-time" datetime=${at}>${timeOrDay(at, workspace.clock.nowMs)}</time>`}
    </a>
  </li>`
}
