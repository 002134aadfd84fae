/** Three steps for a first visit: something breaks, time passes, somebody answers. Ticked off as they are done, and then out of the way for good. */
import type { VNode } from 'preact'
import { declareExample, moveClock } from '../acting.ts'
import { html } from '../html.ts'
import { actingPerson } from '../looking.ts'
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
  const all = steps.declared && steps.moved && steps.answered
  const now = !steps.declared ? 1 : !steps.moved ? 2 : !steps.answered ? 3 : 0
  const person = actingPerson(model)
  return html`<section class="first-visit" aria-label="First steps">
    <header>
      <p class="first-visit-title">${all ? 'That is the whole idea.' : 'A disaster in three steps'}</p>
      <button type="button" class="icon-button" aria-label="Close the first steps" title="Close" onClick=${leave}>${icon('close')}</button>
    </header>
    ${
      all
        ? html`<p class="first-visit-end">Type <code>/dr resolve</code> in the incident’s channel when it is over, or <code>/dr help</code> for everything else. <button type="button" class="link-button" onClick=${leave}>Done</button></p>`
        : html`<ol class="steps">
            ${step(1, now, steps.declared, 'Something breaks', 'Muster opens a channel and pages whoever is on call.', html`<button type="button" class="button button-primary" onClick=${declareExample}>Declare an example</button>`)}
            ${step(2, now, steps.moved, 'Time passes', 'Nobody answers, so the next means is tried, then the next level.', html`<button type="button" class="button" disabled=${workspace.move.underWay} onClick=${() => moveClock('5m')}>Let 5 minutes pass</button>`)}
            ${step(3, now, steps.answered, 'Somebody answers', 'By button, text message, telephone, mail or PagerDuty.', html`<a class="button" href=${hashOf({ kind: 'phones', person: person.person })}>Pick up the phone</a>`)}
          </ol>`
    }
  </section>`
}

function step(number: number, now: number, done: boolean, title: string, words: string, deed: VNode): VNode {
  const state = done ? 'is-done' : number === now ? 'is-now' : ''
  return html`<li class=${`step ${state}`} aria-current=${number === now ? 'step' : undefined}>
    <span class="step-number" aria-hidden="true">${done ? icon('check') : number}</span>
    <div>
      <p class="step-title">${title}${done && html`<span class="unseen"> (done)</span>`}</p>
      <p class="step-words">${words}</p>
      ${number === now && deed}
    </div>
  </li>`
}
