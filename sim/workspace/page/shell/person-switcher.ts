/** Whom the visitor acts as, and who else there is, with what waits for each. */
import type { VNode } from 'preact'
import type { Person } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { actingPerson, directChannelOf, ringsFor, unreadCount } from '../looking.ts'
import type { Model } from '../model.ts'
import { actAs } from '../navigation.ts'
import { avatar } from '../ui/avatar.ts'
import { icon } from '../ui/icon.ts'
import { Popover } from '../ui/popover.ts'

export function PersonSwitcher({ model }: { model: Model }): VNode {
  const { people } = model.workspace
  const acting = actingPerson(model)
  const button = html`
    ${avatar(acting.name, people.indexOf(acting))}
    <span class="person-words"><span class="person-label">You are</span><span class="person-name">${acting.name}</span></span>
    ${icon('down')}
  `
  const inside = (close: () => void) => html`
    <h2 class="popover-title">Act as</h2>
    <ul class="people">
      ${people.map((person, place) => {
        const choose = () => {
          actAs(person.person)
          close()
        }
        const chosen = person === acting
        return html`<li key=${person.person}>
          <button type="button" class="person" aria-pressed=${chosen} data-first=${chosen || undefined} onClick=${choose}>
            ${avatar(person.name, place, 'small')}
            <span class="person-name">${person.name}</span>
            ${waiting(model, person)}
          </button>
        </li>`
      })}
    </ul>
  `
  return html`<${Popover} label="Act as somebody else" id="person" kind="person-button" button=${button} inside=${inside} />`
}

function waiting(model: Model, person: Person): VNode | null {
  const channel = directChannelOf(model.workspace, person)
  const unread = channel ? unreadCount(model, channel, person) : 0
  if (ringsFor(model.workspace, person)) return html`<span class="person-waits ringing">rings</span>`
  return unread > 0 ? html`<span class="badge" title="Unread pages">${unread}</span>` : null
}
