/** Mrkdwn and plain text of Slack on the page. */
import type { VNode } from 'preact'
import type { WorkspaceState } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { authorName } from '../looking.ts'
import { hashOf } from '../route.ts'
import { dateToken } from '../times.ts'
import { emojiNamed } from './emoji.ts'
import { type Inline, type Line, type Part, parseMrkdwn } from './parse.ts'

/** What mentions and dates are shown by. */
export type Context = WorkspaceState

export function mrkdwn(source: string, context: Context): VNode[] {
  return parseMrkdwn(source).map((part) => partNode(part, context))
}

/** Text that is not mrkdwn but may hold emoji names. */
export const plainText = (source: string): string =>
  source.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => emojiNamed(name) ?? whole)

/** A Block Kit text object, of either type. */
export function textObject(object: unknown, context: Context): VNode[] | string {
  const { type, text } = (object ?? {}) as { type?: string; text?: string }
  return type === 'mrkdwn' ? mrkdwn(text ?? '', context) : plainText(text ?? '')
}

function partNode(part: Part, context: Context): VNode {
  if (part.kind === 'pre') return html`<pre class="mr-pre">${part.text}</pre>`
  const lines = part.lines.map((line) => lineNode(line, context))
  return part.kind === 'quote' ? html`<blockquote class="mr-quote">${lines}</blockquote>` : html`<div>${lines}</div>`
}

function lineNode({ kind, inside }: Line, context: Context): VNode {
  const content = inside.map((node) => inlineNode(node, context))
  if (kind === 'bullet')
    return html`<div class="mr-bullet"><span aria-hidden="true">•</span><span>${content}</span></div>`
  return html`<div class="mr-line">${content.length > 0 ? content : html`<br />`}</div>`
}

function inlineNode(node: Inline, context: Context): VNode | string {
  const inside = (nodes: Inline[]) => nodes.map((each) => inlineNode(each, context))
  switch (node.kind) {
    case 'text':
      return node.text
    case 'bold':
      return html`<strong>${inside(node.inside)}</strong>`
    case 'italic':
      return html`<em>${inside(node.inside)}</em>`
    case 'strike':
      return html`<s>${inside(node.inside)}</s>`
    case 'code':
      return html`<code>${node.text}</code>`
    case 'emoji':
      return emojiNamed(node.name) ?? `:${node.name}:`
    case 'link':
      return linkNode(node.url, node.label, context)
    case 'date': {
      const words = dateToken(node.format, node.atMs, context.clock.nowMs)
      const time = html`<time class="mr-date" datetime=${new Date(node.atMs).toISOString()}>${words}</time>`
      return node.link ? html`<a href=${node.link} target="_blank" rel="noreferrer">${time}</a>` : time
    }
    case 'user':
      return html`<span class="mr-mention">@${node.label || authorName(context, node.id)}</span>`
    case 'channel': {
      const name = context.channels[node.id]?.name ?? node.label ?? node.id
      return html`<a class="mr-mention" href=${hashOf({ kind: 'channel', name })}>#${name}</a>`
    }
    case 'group':
    case 'everyone':
      return html`<span class="mr-mention">@${node.label.replace(/^@/, '') || node.id}</span>`
  }
}

/** Slack's own deep links to a channel lead to it here; all others leave the page. */
export function linkTarget(url: string, { channels }: Context): { href: string; target?: string; rel?: string } {
  const channel = /^https:\/\/slack\.com\/app_redirect\?channel=([A-Z0-9]+)/.exec(url)?.[1]
  const name = channel && channels[channel]?.name
  return name ? { href: hashOf({ kind: 'channel', name }) } : { href: safe(url), target: '_blank', rel: 'noreferrer' }
}

const linkNode = (url: string, label: string, context: Context): VNode =>
  html`<a ...${linkTarget(url, context)}>${label}</a>`

/** Nothing that runs: a message may come from anywhere. */
const safe = (url: string): string => (/^(https?:|mailto:|tel:|#)/i.test(url) ? url : '#')
