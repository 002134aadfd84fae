/** Everything that somebody with nothing but the paper wants to know is on it, in Markdown as in HTML. */
import { describe, expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { documentOf, markdown, page, textOf, textOfMarkdown } from './readings.ts'
import { wholePlan } from './whole-plan.ts'

const whole = wholePlan()
const { plans } = await loadPlanFiles('plans')

/** Parts of a plan that stand nowhere in the document, and why. */
const LEFT_OUT: Record<string, string> = {
  include: 'what a fragment says is part of the plan and stands there',
  sequences: 'their steps stand in the scenarios that use them',
}

/** Texts that stand nowhere as they are written, by their place, and why. */
const SILENT: [place: RegExp, why: string][] = [
  [/^include\.\d+$/, 'a file that the reader has not got'],
  [/^(defaultMeans|.*\.means)\.\d+$/, 'means in words'],
  [
    /\.(kind|mode|from|group|pick|otherwise|stop|start|risk|tickedBy|onFailure|reaction)$/,
    'one of a few words, said in a sentence',
  ],
  [/^rotations\.[^.]+\.start$|^maintenance\.\d+\.start$/, 'with a blank for the T'],
  [/^(policies\.[^.]+\.levels|maintenance|scenarios\.[^.]+\.phases)\.\d+\.id$/, 'nobody calls it by its id'],
  [/\.sequence$|^regions\.[^.]+\.failback$|^sequences\.[^.]+\.title$/, 'its steps stand there'],
  [/\.do\.\d+\.(http|command\.\d+)$/, 'with quotes and names of values, as its own test has it'],
]

function texts(value: unknown, place: string): { place: string; text: string }[] {
  if (typeof value === 'string') return [{ place, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, place === '' ? key : `${place}.${key}`))
}

const wanted = (plan: Plan) => texts(plan, '').filter(({ place }) => !SILENT.some(([pattern]) => pattern.test(place)))
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe.each([whole, ...plans].map((plan) => ({ plan, id: plan.id })))('the document of $id', ({ plan }) => {
  const read = textOf(page(plan))

  it('has every text of the plan', () => {
    expect(wanted(plan).filter(({ text }) => !read.includes(plain(text)))).toEqual([])
  })

  it('says the same in Markdown', () => {
    const ours = (text: string) => text.replace(/[⚠\s]/g, '')
    const sentences = wanted(plan).map(({ text }) => ours(plain(text)))
    const other = ours(textOfMarkdown(markdown(plan)))
    expect(sentences.filter((text) => !other.includes(text))).toEqual([])
  })

  it('has every place once and leads to it', () => {
    const ids = [...page(plan).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...page(plan).matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.filter((link) => !ids.includes(link))).toEqual([])
  })
})

describe('a part of the plan', () => {
  const before = page(whole)
  const keys = Object.keys(planSchema.shape)

  it.each(keys.filter((key) => !(key in LEFT_OUT)))('%s is rendered', (key) => {
    const value = (whole as Record<string, unknown>)[key]
    expect(value, 'the plan of this test has it').toBeDefined()
    expect(page({ ...whole, [key]: other(value) } as Plan)).not.toBe(before)
  })

  it('that is left out is one of the plan', () => {
    expect(Object.keys(LEFT_OUT).filter((key) => !keys.includes(key))).toEqual([])
  })
})

/** Something else of the same shape: less of what there are many of, another figure, another word. */
function other(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(1)
  if (typeof value === 'number') return value + 3_600_000
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return `${value}x`
  const entries = Object.entries(value as object)
  const isNamed = entries.every(([, inner]) => typeof inner === 'object' && !Array.isArray(inner))
  if (isNamed) return Object.fromEntries(entries.slice(1))
  return Object.fromEntries(entries.map(([key, inner], index) => [key, index === 0 ? other(inner) : inner]))
}

it('says of an audience how it is reached that has no address and needs none', () => {
  const notices = [{ ...whole.notices[0]!, id: 'all', audience: 'all', means: ['status-page' as const] }]
  const audiences = { all: { ...Object.values(whole.audiences)[0]!, label: 'All', external: true } }
  const bare = { ...audiences.all, ...{ slack: undefined, slackGroup: undefined, webhook: undefined } }
  const nowhere = { ...bare, emails: [], phones: [], people: [], roles: [] } as Plan['audiences'][string]
  const reached = (plan: Plan) => /\*\*All\*\* \(`all`\) \| outside \| (.*?) \|/.exec(markdown(plan))?.[1]
  expect(reached({ ...whole, audiences: { all: nowhere }, notices })).toBe('by the status page')
  expect(reached({ ...whole, audiences: { all: nowhere }, notices: [] })).toBe('**⚠ no address of their own**')
})

it('is one file that fetches nothing and runs nothing', () => {
  const html = page(whole)
  expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|xlink|\son\w+=/)
})

it('is the same for the same plan', () => {
  expect(page(wholePlan())).toBe(page(whole))
  expect(markdown(wholePlan())).toBe(markdown(whole))
})

it('says what is missing of a plan that has almost nothing', () => {
  const bare = planSchema.parse({
    ...{ muster: 1, id: 'bare', system: { name: 'Bare' }, objectives: { rto: '1 h', rpo: 0 } },
    ...{ severities: [{ id: 'bad', label: 'Bad', rank: 1 }], people: {}, roles: { lead: { label: 'Lead' } } },
    ...{ commander: 'lead', scenarios: { fire: { title: 'Fire' } } },
  })
  const read = textOf(page(bare))
  for (const said of ['pages nobody by itself', 'nobody holds this role', 'No steps are written for this scenario'])
    expect(read).toContain(said)
  expect(documentOf(bare).blocks.every((block) => block.kind !== 'table' || block.rows.length > 0)).toBe(true)
})
