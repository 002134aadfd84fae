/** The incidents of the simulated PagerDuty account, newest on top, which the person acknowledges and resolves there. */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { PagerDutyIncident } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'
import { html } from '../html.ts'
import { actingPerson } from '../looking.ts'
import type { Model } from '../model.ts'
import { timeOrDay } from '../times.ts'

export function PagerDuty({ model }: { model: Model }): VNode {
  const { workspace, person } = model
  const newest = workspace.pagerduty.toReversed()
  return html`<section class="sheet" aria-label="PagerDuty">
    <header class="pane-head">
      <div class="pane-title"><h1>PagerDuty</h1><span class="pane-count">${newest.length}</span></div>
      <p class="pane-about">You answer here as ${actingPerson(model).name}.</p>
    </header>
    <div class="sheet-body" tabindex="0" role="group" aria-label="Incidents">
      ${newest.length === 0 && html`<div class="pane-empty"><h2>No incidents</h2><p>Muster opens one here for each level that it pages through PagerDuty.</p></div>`}
      <ul class="cards">
        ${newest.map((incident) => html`<${Card} key=${incident.id} incident=${incident} person=${person} nowMs=${workspace.clock.nowMs} />`)}
      </ul>
    </div>
  </section>`
}

interface CardProps {
  incident: PagerDutyIncident
  person: string
  nowMs: number
}

function Card({ incident, person, nowMs }: CardProps): VNode {
  const [busy, setBusy] = useState(false)
  const { status, title, number, createdAt, acknowledgedBy, severity, service, dedupKey } = incident
  const doIt = async (does: 'acknowledge' | 'resolve') => {
    setBusy(true)
    await act({ act: 'pagerduty', person, key: dedupKey, does })
    setBusy(false)
  }
  const by = acknowledgedBy.length > 0 ? ` by ${acknowledgedBy.join(', ')}` : ''
  return html`<li class=${`card card-${status}`} data-item tabindex="-1">
    <div class="card-words">
      <p class="card-state"><span class="chip">${STATUS_WORDS[status]}${by}</span><span class="soft">#${number} · ${severity} · ${service}</span></p>
      <h2>${title}</h2>
      <p class="soft">Since ${timeOrDay(createdAt, nowMs)} UTC</p>
    </div>
    <div class="card-acts">
      <button type="button" class="button" disabled=${busy || status !== 'triggered'} onClick=${() => doIt('acknowledge')}>Acknowledge</button>
      <button type="button" class="button" disabled=${busy || status === 'resolved'} onClick=${() => doIt('resolve')}>Resolve</button>
    </div>
  </li>`
}

const STATUS_WORDS = { triggered: 'Triggered', acknowledged: 'Acknowledged', resolved: 'Resolved' }
