/** Faults, service by service: what Muster's own calls meet from now on. The visitor's never do. */
import type { VNode } from 'preact'
import type { LatestCall } from '../../state/workspace-state.ts'
import { setFault } from '../acting.ts'
import { html } from '../html.ts'
import type { Model } from '../model.ts'
import { shortTime } from '../times.ts'
import { icon } from '../ui/icon.ts'
import { Popover } from '../ui/popover.ts'

const SERVICES = [
  { id: 'slack', name: 'Slack' },
  { id: 'pagerduty', name: 'PagerDuty' },
  { id: 'twilio', name: 'Phones (Twilio)' },
  { id: 'email', name: 'Mail' },
  { id: 'statuspage', name: 'Statuspage' },
  { id: 's3', name: 'Storage (S3)' },
]
const FAULTS = [
  { id: 'off', label: 'Works', title: 'Works as it should' },
  { id: 'slow', label: 'Slow', title: 'Answers after two seconds' },
  { id: 'rate-limit', label: 'Limit', title: 'Refuses: too many requests' },
  { id: 'error', label: 'Error', title: 'Answers with an error' },
  { id: 'down', label: 'Down', title: 'Cannot be reached' },
]

export function FaultSwitches({ model }: { model: Model }): VNode {
  const { faults, latestCalls } = model.workspace
  const troubled = new Set(faults.map(({ service }) => service)).size
  const words = troubled === 0 ? 'Faults' : `${troubled} ${troubled === 1 ? 'fault' : 'faults'} on`
  const inside = () => html`
    <h2 class="popover-title">Break something</h2>
    <p class="popover-about">What Muster meets when it calls these services. Your own hands are never affected.</p>
    ${SERVICES.map((service) => {
      const on = faults.find((fault) => fault.service === service.id)?.fault ?? 'off'
      return html`<div class="fault-row" role="radiogroup" aria-labelledby=${`fault-${service.id}`} key=${service.id}>
        <span class="fault-service" id=${`fault-${service.id}`}>${service.name}</span>
        <div class="fault-choices">
          ${FAULTS.map(
            ({ id, label, title }) => html`<label class=${`fault-choice fault-${id}`} title=${title}>
              <input type="radio" name=${`fault-${service.id}`} checked=${on === id} data-first=${(service.id === 'slack' && on === id) || undefined} onChange=${() => setFault(service.id, id)} />
              <span>${label}</span>
            </label>`,
          )}
        </div>
        <p class="fault-latest">${latestText(latestCalls[service.id])}</p>
      </div>`
    })}
  `
  return html`<${Popover} label="Faults" id="faults" kind=${`top-button ${troubled ? 'has-faults' : ''}`} inside=${inside}
    button=${html`${icon('fault')}<span class="wide-only">${words}</span>`} />`
}

function latestText(latest: LatestCall | undefined): string {
  if (!latest) return 'Not called yet'
  const answer = latest.status === 0 ? 'no answer' : latest.status < 400 ? 'answered' : `refused (${latest.status})`
  return `Last call ${shortTime(latest.at)}: ${answer}`
}
