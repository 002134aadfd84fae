/**
 * The code of the shop that differs from release to release: what an order costs. The bad release has a real bug, of the kind that a test would have
 * found. Pure.
 */
export interface Product {
  id: number
  name: string
  priceCents: number
}

export interface Version {
  id: string
  /** @throws whatever a buggy release throws. */
  totalCents(product: Product, quantity: number): number
}

export const GOOD = '1.0.0'
export const BAD = '1.1.0'

const good: Version = {
  id: GOOD,
  totalCents: ({ priceCents }, quantity) => priceCents * quantity,
}

/** "Discount by the dozen", by product; the table was never filled in. */
const discounts: Record<number, { percent: number }> = {}

const bad: Version = {
  id: BAD,
  totalCents({ id, priceCents }, quantity) {
    return Math.round((priceCents * quantity * (100 - discounts[id]!.percent)) / 100)
  },
}

export const VERSIONS: ReadonlyMap<string, Version> = new Map([good, bad].map((version) => [version.id, version]))

/** @throws Error in one sentence that names the versions there are. */
export function versionNamed(id: string): Version {
  const found = VERSIONS.get(id)
  if (!found) throw new Error(`There is no version "${id}" of the shop: deploy ${[...VERSIONS.keys()].join(' or ')}.`)
  return found
}

const SAMPLE: Product = { id: 1, name: 'Sample', priceCents: 250 }

/** What is wrong with a version's order code, tried without an order; undefined: it works. */
export function selfTest(version: Version): string | undefined {
  try {
    return version.totalCents(SAMPLE, 2) === 500 ? undefined : `version ${version.id} charges the wrong total`
  } catch (error) {
    return `version ${version.id} cannot place orders (${error instanceof Error ? error.message : error})`
  }
}
