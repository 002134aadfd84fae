/** The console's pages: the open incidents, one incident, and a line to type commands into. The same commands as in Slack, without Slack. */

import { html } from 'hono/html'
import type { View } from '../../incident/view-shape.ts'
import { documentFrame, type Html, NO_ICON, timeTag } from '../page-frame.ts'
import { whatItIs } from '../what-it-is.ts'

const STYLE = `
ul.rows a, ul.ways a { display: inline-block; padding: .6rem 0; } ul.ways { list-style: none; margin: 0; padding: 0; } ul.rows li { align-items: center; }
form.command { display: grid; grid-template-columns: 1fr auto; align-items: end; gap: .75rem .5rem; margin-top: 1rem; } form.command > * { min-width: 0; } form.command label { display: block; font-weight: 600; } form.command input { width: 100%; font-weight: 400; }
form.command .all { grid-column: 1 / -1; } form.command button { font-weight: 600; cursor: pointer; } .said { white-space: pre-line; overflow-wrap: anywhere; } code { font-size: .9em; overflow-wrap: anywhere; }`

const frame = (title: string, main: Html): Html =>
  documentFrame({ title, style: STYLE, head: NO_ICON, body: html`<main>${main}</main>` })

/** Back to the list, from every page of the console. */
export const homeward = (path: string): Html =>
  html`<nav class="home" aria-label="Console"><a href="${path}">← All incidents</a></nav>`

/** What is not there, or cannot be done, with a way back. */
export const missingHtml = (path: string, title: string, why: string): Html =>
  frame(
    `${title} – Muster console`,
    html`${homeward(path)}<h1>${title}</h1><section class="card"><p>${why}</p></section>`,
  )

/** What a command answered, shown above everything else. */
interface Answered {
  command: string
  ok: boolean
  text: Html
}

export interface ConsolePage {
  /** Path of the console, without a slash at the end. */
  path: string
  /** Who commands are given as, when known already. */
  person?: string
  answered?: Answered
}

export function listHtml(views: readonly View[], { path, person, answered }: ConsolePage): Html {
  const rows = views.map(
    (view) =>
      html`<li><span><a href="${path}/incidents/${view.id}">${headline(view)}</a><br><span class="soft">${view.id}</span></span><span>${view.status}</span></li>`,
  )
  return frame(
    'Muster console',
    html`<h1>Muster console</h1>
${answerHtml(answered)}
${commandForm(path, { person, hint: 'declare, status, oncall, help …', refused: refusedOf(answered) })}
<h2>Open incidents</h2>
<section class="card">${views.length > 0 ? html`<ul class="rows">${rows}</ul>` : html`<p class="soft">None. Type <code>declare</code> to open one.</p>`}</section>
<nav aria-label="More"><ul class="ways"><li><a href="${path}/readiness">Readiness: drills, and what they have proven</a></li>
<li><a href="${path}/figures">Figures: how soon it was noticed, answered and back</a></li></ul></nav>`,
  )
}

/** @param told sections of text about the incident: the situation, the ladder, the timeline. */
export function incidentHtml(view: View, told: readonly { title: string; text: Html }[], page: ConsolePage): Html {
  const { path, person, answered } = page
  return frame(
    `${view.id} – Muster console`,
    html`${homeward(path)}
<h1>${headline(view)}</h1>
<p class="soft">${view.id} · ${view.phase === 'open' ? view.status : view.phase} · declared ${timeTag(view.declared.atMs)} · <a href="${path}/incidents/${view.id}/review">Its review</a></p>
${answerHtml(answered)}
${commandForm(path, { person, incident: view.id, hint: 'ack, step, approve, update …, resolve', refused: refusedOf(answered) })}
${told.map(({ title, text }) => html`<h2>${title}</h2><section class="card">${text}</section>`)}`,
  )
}

const headline = (view: View): string =>
  `${view.mode === 'drill' ? 'DRILL, ' : ''}${view.severity.label}, ${whatItIs(view)}`

const answerHtml = (answered: Answered | undefined) =>
  answered === undefined
    ? ''
    : html`<section class="card state ${answered.ok ? 'none' : 'major'}" role="${answered.ok ? 'status' : 'alert'}" id="answer"><strong>/dr ${answered.command}</strong>${answered.text}</section>`

interface CommandForm {
  person?: string | undefined
  incident?: string
  hint: string
  /** What was typed before and not taken: nobody has to type it again. */
  refused?: string | undefined
}

const refusedOf = (answered: Answered | undefined) => (answered?.ok === false ? answered.command : undefined)

function commandForm(path: string, form: CommandForm): Html {
  return html`<form class="command" method="post" action="${path}">
<label class="all">Command<input name="command" placeholder="${form.hint}" value="${form.refused ?? ''}" autocomplete="off" autocapitalize="none" ${form.refused === undefined ? '' : html` aria-invalid="true" aria-describedby="answer"`} autofocus required></label>
<label>You, as in the plan<input name="person" value="${form.person ?? ''}" autocomplete="off" autocapitalize="none"></label>
${form.incident === undefined ? '' : html`<input type="hidden" name="incident" value="${form.incident}">`}
<button>Run</button>
</form>`
}
