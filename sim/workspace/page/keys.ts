/** Keys that work everywhere on the page, unless somebody is writing or a dialog is open; shell/help.ts lists them. */
import { moveClock, setClockRunning } from './acting.ts'
import { actingPerson, isIncidentChannel, publicChannels } from './looking.ts'
import { currentModel, type Model } from './model.ts'
import { goTo } from './navigation.ts'
import type { Route } from './route.ts'
import { MOVES } from './shell/clock-controls.ts'

/** The letter after `g`, and where it leads. */
const PLACES: Record<string, (model: Model) => Route | undefined> = {
  c: ({ workspace }) => channelRoute(workspace.channels[workspace.commandChannelId]?.name),
  i: ({ workspace }) => channelRoute(publicChannels(workspace).find(isIncidentChannel)?.name),
  d: ({ person }) => ({ kind: 'dm', person }),
  h: () => ({ kind: 'home' }),
  p: (model) => ({ kind: 'phones', person: actingPerson(model).person }),
  m: () => ({ kind: 'mail' }),
  y: () => ({ kind: 'pagerduty' }),
  s: () => ({ kind: 'status' }),
  t: ({ workspace }) => (workspace.patient ? { kind: 'patient' } : undefined),
}

const channelRoute = (name: string | undefined): Route | undefined => (name ? { kind: 'channel', name } : undefined)

export function listenToKeys(): void {
  let afterG = false
  document.addEventListener('keydown', (event) => {
    const model = currentModel()
    if (!model || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    // A dialog closes itself, and what is behind it stays.
    if (document.querySelector('dialog[open]')) return
    if (event.key === 'Escape') return leave()
    if (isWriting(event.target) || document.querySelector('.popover')) return
    const handled = afterG ? goAfterG(event.key, model) : press(event.key, model)
    afterG = !afterG && event.key === 'g'
    if (handled) event.preventDefault()
  })
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select')

function goAfterG(key: string, model: Model): boolean {
  const route = PLACES[key]?.(model)
  if (route) goTo(route)
  return route !== undefined
}

function press(key: string, model: Model): boolean {
  const move = MOVES.find((each) => each.key === key)
  if (move) void moveClock(move.length)
  else if (key === 'f') void setClockRunning(!model.workspace.clock.running)
  else if (key === 'j' || key === 'ArrowDown') return step(1)
  else if (key === 'k' || key === 'ArrowUp') return step(-1)
  else if (key === '/') writeCommand(model)
  else if (key === '?') document.getElementById('help')?.click()
  else if (key === 'w') document.getElementById('person')?.click()
  else if (key === 'b') document.getElementById('faults')?.click()
  else return false
  return true
}

/** Moves among the items of the place; from nowhere to the last message, or the first entry of a list. */
function step(by: 1 | -1): boolean {
  const items = [...document.querySelectorAll<HTMLElement>('.place [data-item]')]
  if (items.length === 0) return false
  const at = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement))
  const start = items[0]!.matches('.message') ? items.length - 1 : 0
  const next = at < 0 ? start : Math.min(items.length - 1, Math.max(0, at + by))
  items[next]!.focus()
  items[next]!.scrollIntoView({ block: 'nearest' })
  return true
}

function writeCommand(model: Model): void {
  const field = document.querySelector<HTMLTextAreaElement>('[data-composer]')
  if (!field) {
    const route = PLACES.c!(model)
    if (route) goTo(route)
    return
  }
  field.focus()
  if (field.value !== '') return
  field.value = '/'
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Leaves the field, else closes what is open beside the content. */
function leave(): void {
  const { activeElement } = document
  if (isWriting(activeElement)) (activeElement as HTMLElement).blur()
  else document.querySelector<HTMLElement>('[data-escape]')?.click()
}
