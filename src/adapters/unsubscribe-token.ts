/**
 * The token by which a mail lets its reader end the subscription that it was sent for. It is computed from the program's secret, so that every
 * mail ever sent has one that works and nothing is stored; it is good for nothing else, and never runs out.
 */
import { createHmac } from 'node:crypto'
import { sameSecret } from './same-secret.ts'

/** @param id of the subscription; without a dot. */
export const unsubscribeToken = (secret: string, id: string): string =>
  `${id}.${signature(secret, id).toString('base64url')}`

/** The subscription's id; undefined: the token is none of ours. */
export function readUnsubscribeToken(secret: string, token: string): string | undefined {
  const [id = '', signed = '', ...rest] = token.split('.')
  const expected = signature(secret, id)
  const given = Buffer.from(signed, 'base64url')
  return rest.length === 0 && sameSecret(given, expected) ? id : undefined
}

const signature = (secret: string, id: string) => createHmac('sha256', secret).update(`unsubscribe\0${id}`).digest()
