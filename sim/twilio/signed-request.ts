/**
 * A request from the simulated Twilio to the bot, signed as Twilio signs: HMAC-SHA1, keyed with the auth token, over the URL and, for a
 * POST, its fields sorted by name. A GET carries the fields in its query, so its URL alone is signed.
 * Rules: https://www.twilio.com/docs/usage/security#validating-requests
 */
import { createHmac } from 'node:crypto'
import { type Delivery, deliver } from '../http/deliver.ts'

export type Fields = Record<string, string>

/** Sends `fields` to a URL of the bot, signed; never rejects. */
export type SignedRequest = (url: string, method: string, fields: Fields) => Promise<Delivery>

export function createSignedRequest(authToken: string): SignedRequest {
  const sign = (url: string, fields: Fields) => {
    const sorted = Object.keys(fields).sort()
    const signed = url + sorted.map((name) => name + fields[name]).join('')
    return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64')
  }
  return (url, method, fields) => {
    if (method.toUpperCase() === 'GET') {
      const full = `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(fields)}`
      return deliver(full, { headers: { 'x-twilio-signature': sign(full, {}) } })
    }
    return deliver(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'x-twilio-signature': sign(url, fields) },
    })
  }
}
