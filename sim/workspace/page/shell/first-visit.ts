/** Three steps for a first visit: something breaks, time passes, somebody answers. Ticked off as they are done, and then out of the way for good. */
import type { VNode } from 'preact'
import { declareExample, moveClock } from '../acting.ts'
import { html } from '../html.ts'
import { actingPerson, isIncidentChannel, publicChannels } from '../looking.ts'
import { change, type Model } from '../model.ts'
import { rememberKnowsTheWay } from '../remembered.ts'
import { hashOf } from '../route.ts'
import { icon } from '../ui/icon.ts'

export function FirstVisit({ model, steps }: { model: Model; steps: NonNullable<Model['steps']> }): VNode {
  const { workspace } = model
  const leave = () => {
    rememberKnowsTheWay()
    change({ steps: null })
  }
  // Somebody else may have declared: what counts is that there is something to answer, not that there once was.
  const declared =
    steps.declared ||
    publicChannels(workspace).some((channel) => isIncidentChannel(channel) && !OVER.test(channel.topic))
  const now = !declared ? 1 : !steps.moved ? 2 : !steps.answered ? 3 : 0
  const phone = hashOf({ kind: 'phones', person: actingPerson(model).person })
  return html`<section class=${`first-visit ${declared ? 'is-slim' : ''}`} aria-label="First steps">
    ${!declared && html`<h2 class="first-visit-title">A disaster in three steps</h2>`}
    ${
      now === 0
        ? html`<p class="first-visit-end"><strong>That is the whole idea.</strong> Type <code>/dr resolve</code> in the incident’s channel when it is over, <code>/dr help</code> for everything else.</p>`
        : html`<ol class="steps">
            ${step(1, now, 'Something breaks', 'Muster opens a channel and pages whoever is on call.', html`<button type="button" class="button button-primary" onClick=${declareExample}>Declare an example</button>`)}
            ${step(2, now, 'Time passes', 'Nobody answers: the next means is tried, then the next level.', html`<button type="button" class="button button-primary" disabled=${workspace.move.underWay} onClick=${() => moveClock('3m')}>Let 3 minutes pass</button>`)}
            ${step(3, now, 'Somebody answers', 'By button, text message, telephone, mail or PagerDuty.', html`<a class="button button-primary" href=${phone}>Look at your phone</a>`)}
          </ol>`
    }
    <button type="button" class="icon-button first-visit-close" aria-label="Close the first steps" title="Close" onClick=${leave}>${icon('close')}</button>
  </section>`
}

/** As the topic of an incident's channel says it. */
const OVER = /· (resolved|false alarm|merged into)\b/

/** @param now the number of the step in hand; those before it are done. */
function step(number: number, now: number, title: string, words: string, deed: VNode): VNode {
  const done = number < now
  const state = done ? 'is-done' : number === now ? 'is-now' : ''
  return html`<li class=${`step ${state}`} aria-current=${number === now ? 'step' : undefined}>
    <span class="step-number" aria-hidden="true">${done ? icon('check') : number}</span>
    <div class="step-inside">
      <p class="step-title">${title}${done && html`<span class="unseen"> (done)</span>`}</p>
      <p class="step-words">${words}</p>
      ${number === now && deed}
    </div>
  </li>`
}
