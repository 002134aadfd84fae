/** All places of the workspace, with what is new in each. */
import type { VNode } from 'preact'
import type { Person, ShownPatient } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { actingPerson, directChannelOf, openPagerDutyCount, publicChannels, ringsFor, unreadCount } from '../looking.ts'
import type { Model } from '../model.ts'
import { hashOf, type Route } from '../route.ts'
import { appAvatar, avatar } from '../ui/avatar.ts'
import { type IconName, icon } from '../ui/icon.ts'
import { PersonSwitcher } from './person-switcher.ts'

export function Sidebar({ model }: { model: Model }): VNode {
  const { workspace } = model
  const acting = actingPerson(model)
  const others = workspace.people.filter((person) => person !== acting && directUnread(model, person) > 0)
  return html`<nav class="side" aria-label="Places">
    <${PersonSwitcher} model=${model} />
    <div class="side-places">
      ${section(
        'Channels',
        publicChannels(workspace).map((channel) =>
          link(
            model,
            { kind: 'channel', name: channel.name },
            mark('hash'),
            channel.name,
            unreadCount(model, channel, acting),
          ),
        ),
      )}
      ${section('Direct messages', [
        link(model, { kind: 'dm', person: acting.person }, appAvatar('small'), 'Muster', directUnread(model, acting)),
        link(model, { kind: 'home' }, mark('home'), 'App Home', 0),
        ...others.map((person) =>
          link(
            model,
            { kind: 'dm', person: person.person },
            avatar(person.name, workspace.people.indexOf(person), 'small'),
            person.name,
            directUnread(model, person),
          ),
        ),
      ])}
      ${section('Outside Slack', tools(model))}
    </div>
  </nav>`
}

const mark = (name: IconName): VNode => html`<span class="side-mark">${icon(name)}</span>`

function tools(model: Model): VNode[] {
  const { workspace } = model
  const ringing = workspace.people.filter((person) => ringsFor(workspace, person)).length
  return [
    link(model, { kind: 'phones' }, mark('phone'), 'Phones', ringing, ringing > 0 ? 'ringing' : ''),
    link(model, { kind: 'mail' }, mark('mail'), 'Mail', workspace.mails.length, 'quiet'),
    link(model, { kind: 'pagerduty' }, mark('bell'), 'PagerDuty', openPagerDutyCount(workspace), 'quiet'),
    link(model, { kind: 'status' }, mark('globe'), 'Status page', 0),
    ...(workspace.patient ? [patientLink(model, workspace.patient)] : []),
  ]
}

const patientLink = (model: Model, { ok }: ShownPatient): VNode =>
  link(model, { kind: 'patient' }, mark('pulse'), 'Patient', ok ? 0 : 1, ok ? '' : 'down')

function directUnread(model: Model, person: Person): number {
  const channel = directChannelOf(model.workspace, person)
  return channel ? unreadCount(model, channel, person) : 0
}

const section = (title: string, links: VNode[]): VNode => html`<section class="side-section">
  <h2>${title}</h2>
  <ul>${links.map((each) => html`<li>${each}</li>`)}</ul>
</section>`

/** @param kind of the number: quiet ones count what is there and not what is new, others stand for a state. */
function link(model: Model, route: Route, before: VNode, name: string, count: number, kind = ''): VNode {
  const here = isHere(model.route, route)
  const news = count > 0 && kind !== 'quiet'
  const kinds = ['side-link', news && !here && 'has-news', STATES[kind]].filter(Boolean).join(' ')
  const words = kind === 'down' ? 'down' : kind === 'ringing' ? `${count} ringing` : String(count)
  return html`<a class=${kinds} href=${hashOf(route)} aria-current=${here ? 'page' : undefined}>
    ${before}<span class="side-name">${name}</span>
    ${count > 0 && !(here && news && kind === '') && html`<span class=${`badge badge-${kind || 'news'}`}>${words}</span>`}
  </a>`
}

const STATES: Record<string, string> = { ringing: 'is-ringing', down: 'is-down' }

function isHere(here: Route, there: Route): boolean {
  if (here.kind !== there.kind) return false
  if (here.kind === 'channel' && there.kind === 'channel') return here.name === there.name
  return here.kind === 'dm' && there.kind === 'dm' ? here.person === there.person : true
}
