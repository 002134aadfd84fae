/** Whom to call outside, and where to look. */
import type { Plan } from '../plan/schema.ts'
import { type Block, facts, heading, lean, type Prose, words } from './document.ts'

export function outsideSection(plan: Plan): Block[] {
  const vendors = Object.entries(plan.vendors).map(([id, vendor]): Prose[] => [
    words`${{ strong: vendor.label }} (${{ code: id }})`,
    vendor.phone === undefined ? [{ flag: 'missing', text: 'none written down' }] : [{ strong: vendor.phone }],
    vendor.email ?? '',
    vendor.console === undefined ? '' : [{ url: vendor.console }],
    vendor.support ?? '',
    vendor.priority ?? '',
  ])
  const columns = ['Vendor', 'Telephone', 'Mail', 'Cases are opened at', 'Contract', 'Priority to ask for']
  return [
    ...(vendors.length > 0
      ? [heading(2, 'Vendors', 'vendors'), ...lean('Whom to call outside', columns, vendors)]
      : []),
    ...(plan.links.length > 0
      ? [
          heading(2, 'Links', 'links'),
          facts(...plan.links.map(({ label, url }): [string, Prose] => [label, [{ url }]])),
        ]
      : []),
  ]
}
