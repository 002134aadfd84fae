/** What the sandbox refused, in its own words, until the next act or until it is closed. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import { change, type Model } from '../model.ts'
import { icon } from '../ui/icon.ts'

export function NoticeBar({ model: { notice } }: { model: Model }): VNode {
  return html`<div role="alert">
    ${
      notice &&
      html`<div class="notice">
        <p>${notice}</p>
        <button type="button" class="icon-button" data-escape aria-label="Close" onClick=${() => change({ notice: null })}>${icon('close')}</button>
      </div>`
    }
  </div>`
}
