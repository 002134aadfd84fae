/** The patient: how the real service of the sandbox is, what can be done to it, and how a recovery of it begins. */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { ShownPatient } from '../../state/workspace-state.ts'
import { setPatientFault } from '../acting.ts'
import { html } from '../html.ts'
import type { Model } from '../model.ts'
import { icon } from '../ui/icon.ts'
import { BREAKS } from './breaks.ts'

export function PatientSheet({ model }: { model: Model }): VNode {
  const { patient } = model.workspace
  const [busy, setBusy] = useState('')
  const doIt = async (fault: string) => {
    setBusy(fault)
    await setPatientFault(fault)
    setBusy('')
  }
  const button = (fault: string, label: string, kind: string) =>
    html`<button type="button" class=${`button ${kind}`} disabled=${busy !== ''} aria-busy=${busy === fault} onClick=${() => doIt(fault)}>${label}</button>`
  return html`<section class="sheet" aria-label="Patient">
    <header class="pane-head">
      <div class="pane-title"><h1>Patient</h1></div>
      <p class="pane-about patient-about">Corner Shop, a small real service to break and recover</p>
      ${patient && html`<a class="button patient-open" href=${patient.url} target="_blank" rel="noreferrer">Open the shop</a>`}
    </header>
    <div class="sheet-body" tabindex="0" role="group" aria-label="The patient">
      ${
        patient
          ? html`<div class="patient">
              ${state(patient)}
              <p class="patient-hint">${hint(patient)}</p>
              <section aria-labelledby="break-it">
                <h2 id="break-it">Break it</h2>
                <ul class="breaks">
                  ${BREAKS.map(({ fault, label, does }) => html`<li class="break" data-item tabindex="-1" key=${fault}><p>${does}</p>${button(fault, label, 'button-danger')}</li>`)}
                </ul>
              </section>
              <section class="patient-heal" aria-labelledby="heal-it">
                <div><h2 id="heal-it">Put it right</h2><p class="soft">As it was in the beginning, at once and without a recovery.</p></div>
                ${button('off', 'Heal', '')}
              </section>
            </div>`
          : html`<div class="pane-empty"><h2>No patient</h2><p>This sandbox was started without plans/patient.yaml.</p></div>`
      }
    </div>
  </section>`
}

function state({ ok, reason = '', version, orders }: ShownPatient): VNode {
  const words = ok ? 'Open, and every order is whole.' : `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
  return html`<div class=${`patient-state ${ok ? 'is-up' : 'is-down'}`}>
    <span class="patient-mark">${icon(ok ? 'check' : 'close')}</span>
    <div class="patient-words" role="status">
      <p class="patient-up">${ok ? 'Up' : 'Down'}</p>
      <p>${words.replace(/\.+$/, '.')}</p>
    </div>
    <dl class="patient-facts">
      <div><dt>Version</dt><dd>${version ?? '–'}</dd></div>
      <div><dt>Orders</dt><dd>${orders ?? '–'}</dd></div>
    </dl>
  </div>`
}

function hint({ ok, fault }: ShownPatient): VNode {
  const broken = BREAKS.find((each) => each.fault === fault)
  if (ok) return html`Break it, then declare what you see in a channel: <code>/dr declare patient</code>`
  return html`Declare it in a channel: <code>/dr declare patient${broken ? ` ${broken.declare}` : ''}</code>`
}
