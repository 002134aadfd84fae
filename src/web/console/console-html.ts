/** The console's pages: the open incidents, one incident, and a line to type commands into. The same commands as in Slack, without Slack. */
import { html } from 'hono/html'
import type { View } from '../../incident/view-shape.ts'
import { type Html, pageFrame, timeTag } from '../page-frame.ts'

/** What a command answered, shown above everything else. */
interface Answered {
  command: string
  ok: boolean
  text: string
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
      html`<li><span><a href="${path}/incidents/${view.id}">${view.id}</a> ${headline(view)}</span><span>${view.status}</span></li>`,
  )
  return pageFrame(
    'Muster console',
    html`<h1>Muster console</h1>
${answerHtml(answered)}
${commandForm(path, { person, hint: 'declare, status, oncall, help …', refused: refusedOf(answered) })}
<h2>Open incidents</h2>
<section class="card">${views.length > 0 ? html`<ul class="rows">${rows}</ul>` : html`<p class="soft">None.</p>`}</section>
<p><a href="${path}/readiness">Readiness: drills, and what they have proven</a></p>
<p><a href="${path}/figures">Figures: how soon it was noticed, answered and back</a></p>`,
  )
}

/** @param told sections of text about the incident: the situation, the ladder, the timeline. */
export function incidentHtml(view: View, told: readonly { title: string; text: string }[], page: ConsolePage): Html {
  const { path, person, answered } = page
  return pageFrame(
    `${view.id} – Muster console`,
    html`<p><a href="${path}">All incidents</a></p>
<h1>${view.id}</h1>
<p class="soft">Declared ${timeTag(view.declared.atMs)} · <a href="${path}/incidents/${view.id}/review">Its review</a></p>
${answerHtml(answered)}
${commandForm(path, { person, incident: view.id, hint: 'ack, step, approve, update …, resolve', refused: refusedOf(answered) })}
${told.map(({ title, text }) => html`<h2>${title}</h2><section class="card"><pre>${text}</pre></section>`)}`,
  )
}

const headline = (view: View): string =>
  `${view.mode === 'drill' ? 'DRILL, ' : ''}${view.severity.label}, ${view.scenario?.title ?? view.seen}`

const answerHtml = (answered: Answered | undefined) =>
  answered === undefined
    ? ''
    : html`<section class="card state ${answered.ok ? 'none' : 'major'}" role="status"><strong>/dr ${answered.command}</strong><pre>${answered.text}</pre></section>`

interface CommandForm {
  person?: string | undefined
  incident?: string
  hint: string
  /** What was typed before and not taken: nobody has to type it again. */
  refused?: string | undefined
}

const refusedOf = (answered: Answered | undefined) => (answered?.ok === false ? answered.command : undefined)

function commandForm(path: string, form: CommandForm): Html {
  return html`<form method="post" action="${path}">
<input name="command" aria-label="Command" placeholder="${form.hint}" value="${form.refused ?? ''}" autocomplete="off" autofocus required>
<input name="person" aria-label="You, as in the plan" placeholder="you, as in the plan" value="${form.person ?? ''}">
${form.incident === undefined ? '' : html`<input type="hidden" name="incident" value="${form.incident}">`}
<button>Run</button>
</form>`
}
