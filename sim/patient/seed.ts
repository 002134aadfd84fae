/** The shop's goods and orders as they are before any disaster: the same rows every time, dated back from when the sandbox began. Pure. */
import { createHash } from 'node:crypto'
import { headerLine, rowLine } from './dump.ts'

const GOODS: [name: string, priceCents: number][] = [
  ['Sourdough loaf', 480],
  ['Rye bread', 420],
  ['Poppy seed roll', 95],
  ['Butter croissant', 210],
  ['Oat milk, 1 l', 260],
  ['Whole milk, 1 l', 160],
  ['Free-range eggs, 10', 390],
  ['Salted butter', 310],
  ['Mountain cheese, 200 g', 560],
  ['Plum jam', 440],
  ['Acacia honey', 690],
  ['Ground coffee, 250 g', 720],
  ['Earl Grey tea', 530],
  ['Dark chocolate', 280],
  ['Apples, 1 kg', 320],
  ['Pears, 1 kg', 360],
  ['Vine tomatoes, 500 g', 290],
  ['Potatoes, 2 kg', 340],
  ['Red lentils, 500 g', 230],
  ['Spaghetti, 500 g', 180],
  ['Olive oil, 0.5 l', 980],
  ['Sparkling water, 6', 450],
  ['Candles, 12', 620],
  ['Newspaper', 350],
]
const FIRST_NAMES =
  'Amara Ben Chiara Dmitri Elif Farid Greta Hana Ivo Jana Kofi Lena Mateo Nora Otto Priya Rosa Sven Tomo Yara'.split(
    ' ',
  )
const LAST_NAMES =
  'Adeyemi Berger Costa Dubois Eriksen Fischer Garcia Hoffmann Ito Jansen Kowalski Lindt Moreau Novak Okafor'.split(' ')

const ORDERS = 500
const MINUTE_MS = 60_000
/** Between two orders, on average. */
const PACE_MS = 7 * MINUTE_MS

/**
 * The seed as a dump.
 * @param lastMs when the latest order was placed.
 * @param madeMs when the dump is said to have been made.
 */
export function seedDump(lastMs: number, madeMs: number): string {
  const products = GOODS.map(([name, price_cents], index) => ({ id: index + 1, name, price_cents }))
  const orders = Array.from({ length: ORDERS }, (_, index) => order(index + 1, lastMs))
  const lines = [
    headerLine(new Date(madeMs).toISOString(), { products: products.length, orders: orders.length }),
    ...products.map((row) => rowLine('products', JSON.stringify(row))),
    ...orders.map((row) => rowLine('orders', JSON.stringify(row))),
  ]
  return `${lines.join('\n')}\n`
}

function order(id: number, lastMs: number) {
  const product = (id * 7 + Math.floor(id / 5)) % GOODS.length
  const quantity = 1 + ((id * id) % 4)
  const total = GOODS[product]![1] * quantity
  const customer = `${FIRST_NAMES[(id * 3) % FIRST_NAMES.length]} ${LAST_NAMES[(id * 11 + 4) % LAST_NAMES.length]}`
  // Not by the clock: nobody shops so regularly.
  const placedMs = lastMs - (ORDERS - id) * PACE_MS - (id === ORDERS ? 0 : ((id * 37) % 5) * MINUTE_MS)
  const sealed = [id, placedMs, customer, product + 1, quantity, total]
  return {
    id,
    placed_at: new Date(placedMs).toISOString(),
    customer,
    product_id: product + 1,
    quantity,
    total_cents: total,
    // As shop-database.ts has it in SQL; a restore compares the two.
    seal: createHash('md5').update(sealed.join('|')).digest('hex'),
  }
}
