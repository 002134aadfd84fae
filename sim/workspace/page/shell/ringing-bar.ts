/** Says that a telephone rings, the visitor's own first, wherever on the page they are. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import { actingPerson, ringsFor } from '../looking.ts'
import type { Model } from '../model.ts'
import { hashOf } from '../route.ts'
import { icon } from '../ui/icon.ts'

export function RingingBar({ model }: { model: Model }): VNode | null {
  const { workspace, route } = model
  const own = actingPerson(model)
  const [called] = [own, ...workspace.people].filter((person) => ringsFor(workspace, person))
  if (!called || (route.kind === 'phones' && route.person === called.person)) return null
  const words = called === own ? 'Your phone is ringing' : `${called.name}’s phone is ringing`
  return html`<a class="ringing-bar" href=${hashOf({ kind: 'phones', person: called.person })}>
    <span class="ringing">${icon('phone')}</span> ${words} <span class="ringing-go">Pick it up</span>
  </a>`
}
