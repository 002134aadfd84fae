/**
 * Ids in Slack's shapes, made from an injected source of randomness, and the ids that Slack fills in where an app
 * leaves them out.
 */
import { isObject, type Json } from './wire.ts'

/** A source of strings that never repeat. */
export type RandomId = () => string

const plain = (randomId: RandomId) => randomId().replaceAll(/[^a-zA-Z0-9]/g, '')

/** Like `V0123ABC`: a prefix and capitals. */
export const slackId = (prefix: string, randomId: RandomId) => prefix + plain(randomId).toUpperCase()

/** Like `1700000000.12345.abcdef0123`, the documented shape of trigger ids. */
export const triggerId = (nowMs: number, randomId: RandomId) =>
  `${Math.floor(nowMs / 1000)}.${nowMs % 1000}.${plain(randomId).toLowerCase()}`

/** Like `1700000000.0123abcd`: a view's hash, which changes with each update. */
export const viewHash = (nowMs: number, randomId: RandomId) =>
  `${Math.floor(nowMs / 1000)}.${plain(randomId).toLowerCase()}`

/** Like `1700000000.123000`: seconds and microseconds, as Slack writes instants. */
export const slackTs = (nowMs: number) =>
  `${Math.floor(nowMs / 1000)}.${String((nowMs % 1000) * 1000).padStart(6, '0')}`

/**
 * The blocks with a `block_id` on every block and an `action_id` on every element, which Slack adds where there is
 * none: whoever clicks has to name them. Anything that is no array of objects comes back as it is.
 */
export function withIds(blocks: unknown, randomId: RandomId): unknown {
  if (!Array.isArray(blocks)) return blocks
  const element = (value: unknown): unknown =>
    isObject(value) && takesActions(value) && !value.action_id ? { ...value, action_id: plain(randomId) } : value
  return blocks.map((block: unknown) => {
    if (!isObject(block)) return block
    const filled: Json = { ...block, block_id: block.block_id || plain(randomId) }
    if (block.element) filled.element = element(block.element)
    if (block.accessory) filled.accessory = element(block.accessory)
    if (block.type === 'actions' && Array.isArray(block.elements)) filled.elements = block.elements.map(element)
    return filled
  })
}

const takesActions = (element: Json) => element.type !== 'image'
