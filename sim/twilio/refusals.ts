/**
 * How Twilio says no: its error body, the codes that the simulator itself gives, and which code a switched-on fault shows.
 * Codes: https://www.twilio.com/docs/api/errors
 */
import type { RefusedReply } from '../http/door.ts'
import { type DoorReply, json } from '../http/messages.ts'

export const refusal = (status: number, code: number, message: string): DoorReply =>
  json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })

export const isPhoneNumber = (value: string): boolean => /^\+[1-9]\d{6,14}$/.test(value)

export const invalidTo = (to: string): DoorReply =>
  to === ''
    ? refusal(400, 21604, "A 'To' phone number is required.")
    : refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`)

export const UNAUTHENTICATED = refusal(401, 20003, 'Authenticate')

const FAULT_CODES: Record<number, [code: number, message: string]> = {
  401: [20003, 'Authenticate'],
  403: [20403, 'Forbidden'],
  404: [20404, 'The requested resource was not found'],
  429: [20429, 'Too Many Requests'],
  503: [20503, 'Service unavailable'],
}

/** A 400 is the refusal of one recipient or call, which no further try changes; what is not in the table is an internal error. */
export const refuse: RefusedReply = (_kind, status, request) => {
  if (status === 400 && request.path.endsWith('/Messages.json')) {
    return refusal(400, 21610, 'Attempt to send to unsubscribed recipient')
  }
  if (status === 400) return refusal(400, 21216, 'Account not allowed to call this number')
  const [code, message] = FAULT_CODES[status] ?? [20500, 'Internal server error']
  return refusal(status, code, message)
}
