/**
 * What the shop answers. It keeps nothing between two requests, neither a connection nor a memory of trouble, so that it is as well as its database and
 * its release are, at each moment: whatever fails is a 503 with its reason.
 */
import { type DoorReply, type DoorRequest, isObject, json, jsonBody } from '../http/messages.ts'
import { damageOf, databaseTrouble, examine, SEAL, withDatabase } from './shop-database.ts'
import { apologyPage, type ShownOrder, shopPage } from './shop-page.ts'
import { selfTest, type Version } from './versions.ts'

export interface ShopParts {
  version: Version
  databaseUrl: string
  /** Of the sandbox: when an order is placed. */
  now: () => Promise<number>
}

/** What `/health` answers. */
export type ShopHealth =
  | { status: 'ok'; version: string; products: number; orders: number }
  | { status: 'down'; version: string; reason: string; orders?: number }

const LATEST = 10
const LISTED_MAX = 500

export async function answer(shop: ShopParts, request: DoorRequest): Promise<DoorReply> {
  const { method, path } = request
  const id = /^\/orders\/(\d{1,9})$/.exec(path)?.[1]
  try {
    if (method === 'POST' && path === '/orders') return await placeOrder(shop, request)
    if (method !== 'GET') return json(405, { error: `There is nothing to ${method} here.` })
    if (path === '/') return await page(shop)
    if (path === '/health') return healthReply(await healthOf(shop))
    if (path === '/orders') return json(200, { orders: await latest(shop, request.query.get('limit')) })
    return id === undefined
      ? json(404, { error: 'There are /, /health and /orders here.' })
      : await orderReply(shop, id)
  } catch (error) {
    return json(503, { error: databaseTrouble(error) })
  }
}

/** Looks at everything: the release's own test, the connection, every row. */
async function healthOf({ version, databaseUrl }: ShopParts): Promise<ShopHealth> {
  const release = selfTest(version)
  const down = (reason: string | undefined, orders: { orders?: number } = {}): ShopHealth => ({
    status: 'down',
    version: version.id,
    reason: [reason, release].filter((words) => words !== undefined).join('; '),
    ...orders,
  })
  try {
    const findings = await withDatabase(databaseUrl, examine)
    const damage = damageOf(findings)
    const { products, orders } = findings
    if (damage !== undefined || release !== undefined) return down(damage, { orders })
    return { status: 'ok', version: version.id, products, orders }
  } catch (error) {
    return down(databaseTrouble(error))
  }
}

const healthReply = (health: ShopHealth) => json(health.status === 'ok' ? 200 : 503, health)

async function page(shop: ShopParts): Promise<DoorReply> {
  const health = await healthOf(shop)
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  if (health.status === 'down') return { status: 503, headers, body: apologyPage(health.version, health.reason) }
  const orders = await latest(shop, String(LATEST))
  return { status: 200, headers, body: shopPage(health.version, orders) }
}

const ORDERS = `SELECT o.id, o.placed_at, o.customer, p.name AS product, o.quantity, o.total_cents
  FROM orders o JOIN products p ON p.id = o.product_id`

async function latest({ databaseUrl }: ShopParts, limit: string | null): Promise<ShownOrder[]> {
  const count = Math.min(LISTED_MAX, Math.max(1, Math.trunc(Number(limit)) || LATEST))
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<ShownOrder>(`${ORDERS} ORDER BY o.id DESC LIMIT $1`, [count])
    return rows
  })
}

async function orderReply({ databaseUrl }: ShopParts, id: string): Promise<DoorReply> {
  const { rows } = await withDatabase(databaseUrl, (client) => client.query(`${ORDERS} WHERE o.id = $1`, [id]))
  return rows[0] ? json(200, rows[0]) : json(404, { error: `There is no order ${id}.` })
}

async function placeOrder(shop: ShopParts, request: DoorRequest): Promise<DoorReply> {
  const { customer, product, quantity } = orderIn(jsonBody(request))
  if (customer === '' || !Number.isInteger(product) || !(quantity >= 1 && quantity <= 99)) {
    return json(400, { error: 'Post {"customer":"Ana","product":1,"quantity":2}, at most 99 of a product.' })
  }
  return withDatabase(shop.databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: number; name: string; price_cents: number }>(
      'SELECT id, name, price_cents FROM products WHERE id = $1',
      [product],
    )
    const [found] = rows
    if (!found) return json(400, { error: `There is no product ${product}.` })
    let total: number
    try {
      total = shop.version.totalCents({ id: found.id, name: found.name, priceCents: found.price_cents }, quantity)
    } catch (error) {
      return json(500, {
        error: `Version ${shop.version.id} failed: ${error instanceof Error ? error.message : error}`,
      })
    }
    await client.query('BEGIN')
    // Numbers have no gaps: that is how a missing order is seen.
    await client.query('LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE')
    const placed = await client.query<{ id: number }>(
      `INSERT INTO orders SELECT *, ${SEAL} FROM (
         SELECT (SELECT coalesce(max(id), 0) + 1 FROM orders) AS id, $1::timestamptz AS placed_at, $2::text AS customer,
                $3::int AS product_id, $4::int AS quantity, $5::int AS total_cents) AS placed
       RETURNING id`,
      [new Date(await shop.now()), customer, product, quantity, total],
    )
    await client.query('COMMIT')
    return json(201, { id: placed.rows[0]!.id, customer, product: found.name, quantity, total_cents: total })
  })
}

function orderIn(body: unknown): { customer: string; product: number; quantity: number } {
  const { customer, product, quantity } = isObject(body) ? body : {}
  return {
    customer: typeof customer === 'string' ? customer.trim().slice(0, 100) : '',
    product: typeof product === 'number' && product < 1e9 ? product : Number.NaN,
    quantity: typeof quantity === 'number' && Number.isInteger(quantity) ? quantity : Number.NaN,
  }
}
