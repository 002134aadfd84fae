/** The page as a whole: the bar on top, the places at the side, and the one that is looked at. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import { change, type Model, useModel } from '../model.ts'
import { Conversation } from '../slack/conversation.ts'
import { Home } from '../slack/home.ts'
import { Modal } from '../slack/modal.ts'
import { Mailbox } from '../tools/mailbox.ts'
import { PagerDuty } from '../tools/pagerduty.ts'
import { PatientSheet } from '../tools/patient.ts'
import { Phones } from '../tools/phones.ts'
import { StatusPage } from '../tools/status-page.ts'
import { FirstVisit } from './first-visit.ts'
import { NoticeBar } from './notice-bar.ts'
import { RingingBar } from './ringing-bar.ts'
import { Sidebar } from './sidebar.ts'
import { TopBar } from './top-bar.ts'

export function App(): VNode {
  const model = useModel()
  if (!model) return html`<main class="waiting"><h1>Muster sandbox</h1><p>Opening the workspace…</p></main>`
  return html`<div class=${`shell ${model.sidebarOpen ? 'sidebar-is-open' : ''}`}>
    <a class="skip" href="#main">Skip to the content</a>
    <${TopBar} model=${model} />
    <${Sidebar} model=${model} />
    <div class="veil" onClick=${() => change({ sidebarOpen: false })}></div>
    <main class="main" id="main" tabindex="-1">
      <${NoticeBar} model=${model} />
      <${RingingBar} model=${model} />
      ${model.steps && html`<${FirstVisit} model=${model} steps=${model.steps} />`}
      <div class="place">${placeOf(model)}</div>
    </main>
    <${Modal} model=${model} />
  </div>`
}

function placeOf(model: Model): VNode {
  const { route } = model
  switch (route.kind) {
    case 'channel':
    case 'dm':
      return html`<${Conversation} key=${`${route.kind}-${'name' in route ? route.name : route.person}`} model=${model} route=${route} />`
    case 'home':
      return html`<${Home} model=${model} />`
    case 'phones':
      return html`<${Phones} model=${model} chosen=${route.person} />`
    case 'mail':
      return html`<${Mailbox} model=${model} chosen=${route.number} />`
    case 'pagerduty':
      return html`<${PagerDuty} model=${model} />`
    case 'status':
      return html`<${StatusPage} model=${model} />`
    case 'patient':
      return html`<${PatientSheet} model=${model} />`
  }
}
