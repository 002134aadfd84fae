/** What somebody reads who looks at rendered pages: their text, without markup. */
import { marked } from 'marked'
import type { Plan } from '../../src/plan/schema.ts'
import { createDraw, type Draw } from '../../src/render/graphviz.ts'
import { htmlOf } from '../../src/render/html.ts'
import { markdownOf } from '../../src/render/markdown.ts'
import { type Edition, planDocument } from '../../src/render/plan-document.ts'
import { cardsHtml } from '../../src/render/scenario-card-html.ts'

export const EDITION: Edition = { digest: 'ab'.repeat(32), printed: '2026-12-05 10:00 UTC' }

export const draw: Draw = await createDraw()

export const documentOf = (plan: Plan, scenarios = Object.keys(plan.scenarios)) =>
  planDocument(plan, scenarios, EDITION)
export const markdown = (plan: Plan): string => markdownOf(documentOf(plan))
export const page = (plan: Plan): string => htmlOf(documentOf(plan), draw)
export const cards = (plan: Plan, scenarios = Object.keys(plan.scenarios)): string =>
  cardsHtml(plan, scenarios, EDITION)

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }

/** Text of HTML, with single blanks. */
export const textOf = (html: string): string =>
  html
    .replace(/<(style|svg|nav)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<\/?(?:code|strong|var|mark|a|span|em)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(#?\w+);/g, (_, name: string) => ENTITIES[name] ?? `&${name};`)
    .replace(/\s+/g, ' ')
    .trim()

/** What a code host makes of Markdown, as text. */
export const textOfMarkdown = (text: string): string => textOf(marked.parse(text, { async: false }))
