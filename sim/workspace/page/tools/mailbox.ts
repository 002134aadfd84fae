/** Everybody's mail in one inbox, newest on top, and the one that is read, as its reader would see it. */
import type { VNode } from 'preact'
import type { Mail, WorkspaceState } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import type { Model } from '../model.ts'
import { hashOf } from '../route.ts'
import { timeOrDay, timeWithSeconds } from '../times.ts'
import { icon } from '../ui/icon.ts'

export function Mailbox({ model, chosen }: { model: Model; chosen: number | undefined }): VNode {
  const { workspace } = model
  const mail = workspace.mails.find(({ number }) => number === chosen)
  const newest = workspace.mails.toReversed()
  return html`<div class=${`list-detail ${mail ? 'has-detail' : ''}`}>
    <section class="list-pane" aria-label="Mail">
      <header class="pane-head"><div class="pane-title"><h1>Mail</h1><span class="pane-count">${newest.length}</span></div></header>
      ${newest.length === 0 && html`<p class="pane-note">No mail yet. Pages, notices and updates that go out by mail arrive here, whoever they are for.</p>`}
      <ul class="rows">${newest.map((each) => row(each, workspace, each.number === chosen))}</ul>
    </section>
    <section class="detail-pane" aria-label="The mail">
      ${mail ? html`<${Letter} key=${mail.number} mail=${mail} workspace=${workspace} />` : newest.length > 0 && html`<div class="pane-empty"><h2>Choose a mail</h2></div>`}
    </section>
  </div>`
}

const row = (mail: Mail, workspace: WorkspaceState, chosen: boolean): VNode => html`<li key=${mail.number}>
  <a class="row" data-item href=${hashOf({ kind: 'mail', number: mail.number })} aria-current=${chosen ? 'true' : undefined}>
    <span class="row-words">
      <span class="row-title">${recipients(mail, workspace)}</span>
      <span class="row-text row-subject">${mail.subject}</span>
    </span>
    <time class="row-time" datetime=${mail.at}>${timeOrDay(mail.at, workspace.clock.nowMs)}</time>
  </a>
</li>`

const recipients = ({ to }: Mail, { people }: WorkspaceState): string =>
  to.map((address) => people.find(({ email }) => email === address)?.name ?? address).join(', ')

/** Runs nothing and knows nothing of this page; its links open beside it. */
function Letter({ mail, workspace }: { mail: Mail; workspace: WorkspaceState }): VNode {
  const source = `<base target="_blank"><style>body{margin:24px;color-scheme:light;overflow-wrap:anywhere}</style>${mail.html || escaped(mail.text)}`
  return html`<article class="letter">
    <header class="letter-head">
      <a class="icon-button only-narrow" href="#/mail" data-escape aria-label="All mail">${icon('back')}</a>
      <h2>${mail.subject}</h2>
      <dl>
        <div><dt>From</dt><dd>${mail.from}</dd></div>
        <div><dt>To</dt><dd>${mail.to.join(', ')}</dd></div>
        <div><dt>At</dt><dd>${timeOrDay(mail.at, workspace.clock.nowMs)}:${timeWithSeconds(mail.at).slice(-2)} UTC</dd></div>
      </dl>
    </header>
    <iframe class="letter-body" title=${mail.subject} sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc=${source}></iframe>
  </article>`
}

const escaped = (text: string): string =>
  `<pre style="white-space:pre-wrap;font:inherit">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`
