/**
 * `/dr review`: what the journal knows of an incident that is over, what people have still to write, and publishing it. With a link it says where somebody outside
 * can read about it, and tells whoever the plan promises that to.
 */
import { labelsOf, type ReviewSection, reviewSections } from '../src/incident/review/fields.ts'
import { reviewDocument } from '../src/incident/review/review.ts'
import type { ReviewDocument } from '../src/incident/review/review-shape.ts'
import type { IncidentState } from '../src/incident/state.ts'
import type { View } from '../src/incident/view-shape.ts'
import { reviewFollowUps } from '../src/messages/review-followups.ts'
import { privately } from '../src/plan/actor.ts'
import { inWords } from '../src/plan/in-words.ts'
import type { Plan } from '../src/plan/schema.ts'
import { reviewCharts } from '../src/report/review-charts.ts'
import { answer, askFor, refuse } from './asking/answers.ts'
import { incidentForm } from './asking/incident-form.ts'
import { put } from './asking/put.ts'
import { afterFirst, whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Form, Reply, Request } from './command.ts'
import { reviewHead, reviewOverview } from './wording/review.ts'

const ADDRESS = /^<?(https?:\/\/[^\s|>]+)(?:\|[^>]*)?>?$/i

interface About {
  view: View
  plan: Plan
  state: IncidentState
  review: ReviewDocument
}

type Way = (request: Request, about: About, words: string) => Promise<Reply>

const WAYS: ReadonlyMap<string, Way> = new Map<string, Way>([
  ['', overview],
  ['show', show],
  ['fill', fill],
  ['publish', publish],
])

export const review: DrCommand = {
  name: 'review',
  aliases: ['pir', 'postmortem'],
  usage: 'review [INCIDENT] [show | fill [FIELD] [TEXT] | publish [LINK] | LINK]',
  summary: 'What an incident was: fill in, read and publish its review',
  async run(request) {
    const found = await whichIncident(request, 'review', { ended: true })
    if (!found.ok) return found.reply
    const known = await request.services.state(found.view.id)
    if (!known) return refuse(`${found.view.id} cannot be read just now: try again.`)
    const watch = await request.services.watch(known.plan.id)
    const followUps = reviewFollowUps(known.plan, watch?.state, found.view.id)
    const about = { view: found.view, ...known, review: reviewDocument(known.plan, known.state, { followUps }) }
    if (request.values) return fillForm(request, about, request.values)
    const words = request.words.trim()
    const [first = ''] = words.split(/\s+/)
    const way = WAYS.get(first.toLowerCase())
    if (way) return way(request, about, afterFirst(words))
    if (ADDRESS.test(words)) return publishLink(request, about, words)
    return refuse(
      `"${first}" is nothing that a review can do: \`/dr review\`, \`show\`, \`fill FIELD TEXT\`, \`publish\`, or a link that begins with https://.`,
    )
  },
}

const linkTo = ({ services }: Request, { id }: View): string => `<${services.reviewUrl(id)}|the review>`

async function overview(request: Request, { view, plan, review }: About): Promise<Reply> {
  const sections = reviewSections(plan)
  const link = linkTo(request, view)
  const open = sections.filter(({ id }) => review.missing.some(({ section }) => section === id))
  const fillIn = (open.length > 0 ? open : sections).map(({ id, title }) => ({
    ...{ command: 'review', label: `Fill in: ${title}`, value: `fill ${id}` },
  }))
  const publishes =
    view.phase === 'resolved'
      ? [{ command: 'review', label: 'Publish', value: 'publish', style: 'primary' as const }]
      : []
  return answer(reviewOverview(review, sections, link, request.atMs), {
    ...{ incident: view.id, links: [link], data: review },
    buttons: [...fillIn, { command: 'review', label: 'Show', value: 'show' }, ...publishes],
  })
}

async function show(request: Request, { view, review }: About): Promise<Reply> {
  const link = linkTo(request, view)
  return answer(reviewHead(review, link, request.atMs), {
    ...{ incident: view.id, links: [link], data: review },
    picture: {
      name: `review-${view.id}.png`,
      title: `What happened when: ${view.id}`,
      png: () => request.services.rehearsals.picture(reviewCharts(review).timeline),
    },
  })
}

/** `fill` alone asks for the first section that is not written; a section opens its form; a field takes what follows it. */
async function fill(request: Request, about: About, words: string): Promise<Reply> {
  const { view, plan, review } = about
  const sections = reviewSections(plan)
  const [first = ''] = words.split(/\s+/)
  const named = first.toLowerCase()
  const text = afterFirst(words)
  const field = review.fields.find(({ id }) => id === named)
  if (field && text !== '') return put(request, view.id, wish(field.id, text), () => `*${field.label}* is written.`)
  const open = sections.find(({ id }) => review.missing.some(({ section }) => section === id)) ?? sections[0]!
  const section = named === '' ? open : sections.find(({ id }) => id === (field?.section ?? named))
  if (!section) {
    // The core words it, and knows what is near.
    return put(request, view.id, wish(named, text || '…'), () => '')
  }
  const ids = section.fields.map(({ id }) => id)
  return askFor(
    request,
    formFor(view.id, section, review),
    `Say it: \`/dr review fill ${ids[0]} TEXT\`; there are ${inWords(ids)}.`,
  )
}

const wish = (field: string, text: string) => ({ type: 'fill-review', field, text: privately(text) }) as const

const formFor = (incident: string, section: ReviewSection, { fields }: ReviewDocument): Form =>
  incidentForm(
    'review',
    incident,
    section.title,
    section.fields.map(({ id, label, hint }) => {
      const initial = fields.find((one) => one.id === id)?.said?.text
      return { kind: 'multiline', param: id, label, hint, optional: true, ...(initial !== undefined && { initial }) }
    }),
  )

/** What was left as it was is written by nobody. */
async function fillForm(request: Request, { view, review }: About, values: Record<string, string>): Promise<Reply> {
  const changed = review.fields.flatMap(({ id, label, said }) => {
    const text = values[id]?.trim() ?? ''
    return text === '' || text === said?.text ? [] : [{ id, label, text }]
  })
  if (changed.length === 0) return answer('Nothing was changed.', { incident: view.id })
  for (const { id, text } of changed) {
    const reply = await put({ ...request, key: `${request.key}/${id}` }, view.id, wish(id, text), () => '')
    if (!reply.ok) return { ...reply, errors: { [id]: reply.text } }
  }
  return answer(`*Written:* ${changed.map(({ label }) => label).join('; ')}. \`/dr review\` shows what is missing.`, {
    incident: view.id,
  })
}

/** The review that Muster keeps, to people inside; a link besides says where somebody outside can read about it. */
async function publish(request: Request, about: About, words: string): Promise<Reply> {
  const { view, plan, review } = about
  if (words !== '' && !ADDRESS.test(words))
    return refuse(`"${words}" is no address: write one that begins with https://.`)
  const url = request.services.reviewUrl(view.id)
  const reply = await put(request, view.id, { type: 'publish-review', link: privately(url), own: true }, () =>
    [
      `*Published:* the review of ${view.id} goes to the channel, and by mail to those who take part in it.`,
      ...(review.missing.length > 0 ? [`Nobody has written: ${labelsOf(review.missing).join('; ')}.`] : []),
      ...(words === '' ? outsideText(plan) : []),
    ].join(' '),
  )
  if (!reply.ok || words === '') return reply
  const told = await publishLink({ ...request, key: `${request.key}/link` }, about, words)
  return { ...told, text: `${reply.text} ${told.text}` }
}

function outsideText(plan: Plan): string[] {
  const who = promisedTo(plan, (audience) => plan.audiences[audience]?.external === true)
  return who === '' ? [] : [`${who} cannot read it: \`/dr review LINK\` tells them where they can.`]
}

function promisedTo(plan: Plan, wanted: (audience: string) => boolean): string {
  const promised = plan.notices.filter(({ templates, audience }) => templates.review !== undefined && wanted(audience))
  return inWords([...new Set(promised.map(({ audience }) => plan.audiences[audience]?.label ?? audience))])
}

function publishLink(request: Request, { view, plan }: About, words: string): Promise<Reply> {
  const link = ADDRESS.exec(words)?.[1] ?? words
  const who = promisedTo(plan, () => true)
  return put(request, view.id, { type: 'publish-review', link: privately(link) }, () =>
    who ? `*Noted.* ${who} are told where the review can be read.` : '*Noted.* The plan promises the review to nobody.',
  )
}
