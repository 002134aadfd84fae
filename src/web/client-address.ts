/** Whose request it is, for a page that counts by address. */
import type { Context } from 'hono'
import { clientAddress } from '../program/client-address.ts'

export function clientOf(context: Context): string {
  const incoming = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  return clientAddress(incoming?.socket?.remoteAddress, context.req.header('x-forwarded-for'))
}
