/** Muster's own public status page, as the outside sees it; loaded anew when something has happened that it may tell. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import type { Model } from '../model.ts'

export function StatusPage({ model }: { model: Model }): VNode {
  const { serial, move, mails } = model.workspace
  const news = `${serial}-${mails.length}-${move.underWay}`
  return html`<section class="sheet" aria-label="Status page">
    <header class="pane-head">
      <div class="pane-title"><h1>Status page</h1></div>
      <p class="pane-about">What customers see. <a href="/status" target="_blank" rel="noreferrer">Open it alone</a></p>
    </header>
    <iframe key=${news} class="status-frame" title="Status page" src="/status" sandbox="allow-same-origin allow-popups allow-forms"></iframe>
  </section>`
}
