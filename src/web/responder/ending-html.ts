/** The step before an incident is resolved: what that does, and who hears of it. One touch on a telephone in a pocket must not tell customers that all is well. */
import { html } from 'hono/html'
import { hearOfTheEnd, NOBODY_OUTSIDE } from '../../messages/ending-words.ts'
import type { Html } from '../page-frame.ts'
import type { Responder } from './access.ts'
import { hidden, type Place } from './form-html.ts'
import { listCard } from './now-html.ts'

export interface Ending {
  command: string
  words: string
  key: string
}

export function endingHtml({ view }: Responder, place: Place, { command, words, key }: Ending): Html {
  const checks = view.recovery?.gates.map(({ title }) => title) ?? []
  const told = hearOfTheEnd(view)
  const outside = view.mode === 'drill' ? html`<p>${NOBODY_OUTSIDE}</p>` : ''
  const hear =
    told.length > 0
      ? html`<p>These are told that it is over:</p><ul class="plain">${told.map((one) => html`<li>${one}</li>`)}</ul>`
      : ''
  return html`<section class="card alert" aria-labelledby="form-title" tabindex="-1" autofocus><h2 id="form-title">Resolve ${view.id}?</h2>
<p>Paging and regular updates stop.</p>${outside}${hear}
${checks.length > 0 ? listCard('First these checks are made', checks) : ''}
<form method="post" action="${place.path}" class="fields">${hidden('command', command)}${hidden('words', words)}${hidden('key', key)}${hidden('section', place.section)}${hidden('sure', '1')}
${words === '' ? html`<label>What ended it <span class="soft">(optional)</span><textarea name="more" rows="2" maxlength="3000"></textarea></label>` : ''}
<div class="buttons"><button class="danger">${told.length > 0 ? 'Resolve, and tell them' : 'Resolve'}</button><a class="button" href="${place.path}/${place.section}">Not yet</a></div></form></section>`
}
