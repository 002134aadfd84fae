/** Subscribing by mail, for people: the form on the page, and the pages that its links and answers lead to. */
import { html } from 'hono/html'
import type { Html } from '../page-frame.ts'
import type { Addresses } from './addresses.ts'
import { homeward, statusFrame } from './status-frame.ts'

/** What stands for all plans in the form. */
export const ALL_PLANS = 'all'

export interface SubscribeForm {
  action: string
  /** Public names of plans by id. */
  names: ReadonlyMap<string, string>
  /** The one plan that is meant; absent: the reader chooses. */
  planId?: string
  /** What was wrong with what was sent. */
  problem?: string
  /** What was sent, so that nobody has to type it again. */
  address?: string
}

export function subscribeForm({ action, names, planId, problem, address = '' }: SubscribeForm): Html {
  const fixed = planId ?? (names.size === 1 ? [...names.keys()][0] : undefined)
  return html`<h2 id="subscribe">Updates by mail</h2>
<section class="card">
<form class="subscribe" method="post" action="${action}">
${
  fixed === undefined
    ? html`<label for="subscribe-plan">System</label><select class="wide" id="subscribe-plan" name="plan">
<option value="${ALL_PLANS}">All systems</option>
${[...names].map(([id, name]) => html`<option value="${id}">${name}</option>`)}</select>`
    : html`<input type="hidden" name="plan" value="${fixed}">`
}
<label for="subscribe-email">Mail address</label>
${problem === undefined ? '' : html`<p class="error wide" id="subscribe-problem">${problem}</p>`}
<input id="subscribe-email" name="email" type="email" autocomplete="email" maxlength="254" required value="${address}"${
    problem === undefined ? '' : html` aria-invalid="true" aria-describedby="subscribe-problem"`
  }>
<button>Subscribe</button>
</form>
<p class="soft">You get a mail with a link to confirm, and one for each update after that. Every mail has a link to end it.</p>
</section>`
}

export interface Notice {
  title: string
  text: string
  links: Addresses
  name: string
  planId?: string
  /** Something to press: a form without fields. */
  button?: { label: string; action: string }
}

/** A page that says one thing and perhaps asks one. */
export function noticeHtml({ title, text, links, name, planId, button }: Notice): Html {
  return statusFrame({
    title,
    header: homeward(links, planId, name),
    links,
    ...(planId !== undefined && { planId }),
    main: html`<h1>${title}</h1>
<section class="card"><p>${text}</p>
${button === undefined ? '' : html`<form method="post" action="${button.action}"><button>${button.label}</button></form>`}</section>`,
  })
}

/** The form by itself, after something was wrong with it. */
export function formPageHtml(form: SubscribeForm & { links: Addresses; name: string }): Html {
  return statusFrame({
    title: 'Subscribe to updates',
    header: homeward(form.links, form.planId, form.name),
    links: form.links,
    ...(form.planId !== undefined && { planId: form.planId }),
    main: html`<h1>Subscribe to updates</h1>${subscribeForm(form)}`,
  })
}
