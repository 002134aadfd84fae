/** Says that the visitor's own telephone rings, wherever on the page they are. On a first visit the steps lead there already. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import { actingPerson, ringsFor } from '../looking.ts'
import type { Model } from '../model.ts'
import { hashOf } from '../route.ts'
import { icon } from '../ui/icon.ts'

export function RingingBar({ model }: { model: Model }): VNode | null {
  const { workspace, route, steps } = model
  const own = actingPerson(model)
  const isThere = route.kind === 'phones' && route.person === own.person
  if (steps || isThere || !ringsFor(workspace, own)) return null
  return html`<a class="ringing-bar" href=${hashOf({ kind: 'phones', person: own.person })}>
    <span class="ringing">${icon('phone')}</span> Your phone is ringing <span class="ringing-go">Pick it up</span>
  </a>`
}
