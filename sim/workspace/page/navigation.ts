/** Moves the visitor: the address is what counts, so that every place can be linked to and the back button works. */
import { change, currentModel } from './model.ts'
import { rememberPerson } from './remembered.ts'
import { hashOf, type Route, readPlace } from './route.ts'

export function goTo(route: Route): void {
  location.hash = hashOf(route)
}

export function actAs(person: string): void {
  rememberPerson(person)
  const model = currentModel()
  change({ person })
  // Direct messages are one person's own: whoever else looks, looks at theirs.
  if (model?.route.kind === 'dm' && model.route.person !== person) goTo({ kind: 'dm', person })
}

/** Takes over what the address says: a place, and perhaps a person. An address that leads nowhere leads to `otherwise`. */
export function followAddress(otherwise: Route): void {
  const place = readPlace(location.hash) ?? { route: otherwise }
  const { route } = place
  const person = route.kind === 'dm' ? route.person : place.as
  const known = currentModel()?.workspace.people.some((each) => each.person === person)
  if (person && known) {
    rememberPerson(person)
    change({ person })
  }
  if (location.hash !== hashOf(route)) history.replaceState(null, '', hashOf(route))
  // Whoever goes elsewhere in the meantime is not to be taken away from there.
  const waits = route.kind === 'channel' && route.name === (otherwise.kind === 'channel' ? otherwise.name : '')
  change((now) => ({ route, sidebarOpen: false, followsNewChannel: waits && now.followsNewChannel }))
}
