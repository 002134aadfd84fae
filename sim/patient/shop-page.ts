/** The shop as its customers see it: one page with the latest orders, or an apology. It loads itself anew, so that whoever watches sees it come back. Pure. */
import { NAME } from './configuration.ts'

export interface ShownOrder {
  id: number
  placed_at: Date
  customer: string
  product: string
  quantity: number
  total_cents: number
}

export function shopPage(version: string, orders: readonly ShownOrder[]): string {
  const rows = orders.map(
    ({ id, placed_at, customer, product, quantity, total_cents }) =>
      `<tr><td>${id}</td><td>${placed_at.toISOString().slice(5, 16).replace('T', ' ')}</td><td>${escaped(customer)}</td>` +
      `<td>${quantity} × ${escaped(product)}</td><td class="sum">${(total_cents / 100).toFixed(2)}</td></tr>`,
  )
  return page(
    'is-open',
    'Open',
    `<p>Bread, milk and what else one needs, round the corner.</p>
<h2>Latest orders</h2>
<div class="wide"><table><thead><tr><th>No.</th><th>At (UTC)</th><th>For</th><th>What</th><th class="sum">€</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`,
    version,
  )
}

export function apologyPage(version: string, reason: string): string {
  return page(
    'is-closed',
    'Closed',
    `<p>We are sorry: the shop cannot take orders at the moment. Somebody is looking at it.</p>
<p class="reason">${escaped(reason)}</p>`,
    version,
  )
}

const page = (kind: string, state: string, inside: string, version: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>${NAME}: ${state.toLowerCase()}</title><style>${STYLE}</style></head>
<body class="${kind}"><main><header><h1>${NAME}</h1><span class="state">${state}</span></header>
${inside}
<footer>Version ${escaped(version)}. The sandbox’s patient: a real service with a real database, there to be broken.</footer></main></body></html>`

const STYLE = `
:root { color-scheme: light dark; --paper: #faf7f2; --ink: #25201a; --soft: #6b6258; --line: #e2dacd; --good: #1f6d3f; --bad: #b42318 }
@media (prefers-color-scheme: dark) { :root { --paper: #191714; --ink: #ece6dd; --soft: #a89f93; --line: #37322b; --good: #7fd6a2; --bad: #ff8a7d } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Liberation Sans", sans-serif }
main { max-width: 44rem; margin: 0 auto; padding: 32px 20px }
header { display: flex; align-items: center; gap: 16px; flex-wrap: wrap }
h1 { margin: 0; font: 700 32px/1.2 Georgia, "Liberation Serif", serif }
h2 { margin: 32px 0 8px; font-size: 18px }
.state { padding: 2px 12px; border: 1px solid; border-radius: 999px; font-weight: 600; font-size: 14px }
.is-open .state { color: var(--good) }
.is-closed .state, .reason { color: var(--bad) }
.wide { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: 15px }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap }
th { color: var(--soft); font-weight: 600; font-size: 13px }
.sum { padding-right: 0; text-align: right; font-variant-numeric: tabular-nums }
footer { margin-top: 32px; color: var(--soft); font-size: 13px }`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
