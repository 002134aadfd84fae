/** Asks a port, a name and a certificate. Each rejects with one sentence, and leaves no connection behind when it does. */
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { z } from 'zod'
import { whyUnreachable } from '../../actions/network-failure.ts'
import type { dnsProbeSchema, tcpProbeSchema, tlsProbeSchema } from '../../plan/detection-schema.ts'

export class ProbeFailure extends Error {}

const DAY_MS = 24 * 3_600_000

export async function askPort({ tcp, port }: z.output<typeof tcpProbeSchema>, signal: AbortSignal): Promise<void> {
  const socket = connect({ host: tcp, port, signal })
  try {
    await once(socket, 'connect', { signal })
  } catch (error) {
    throw new ProbeFailure(`no connection to ${tcp}:${port}: ${why(error, signal)}`)
  } finally {
    socket.destroy()
  }
}

export async function askName(
  { dns, type, expect, server }: z.output<typeof dnsProbeSchema>,
  signal: AbortSignal,
): Promise<void> {
  const resolver = new Resolver({ tries: 1 })
  const stop = () => resolver.cancel()
  signal.addEventListener('abort', stop, { once: true })
  let found: string[]
  try {
    if (server !== undefined) resolver.setServers([server])
    signal.throwIfAborted()
    found = ((await resolver.resolve(dns, type)) as DnsRecord[]).map(recordText)
  } catch (error) {
    throw new ProbeFailure(`${dns} has no ${type} record: ${nameWhy(error, signal)}`)
  } finally {
    signal.removeEventListener('abort', stop)
  }
  if (expect === undefined || same(found, expect)) return
  throw new ProbeFailure(`${dns} has ${listed(found)} and not ${listed(expect)}`)
}

type DnsRecord = string | string[] | { exchange: string; priority: number }

const recordText = (record: DnsRecord): string => {
  if (typeof record === 'string') return record
  return Array.isArray(record) ? record.join('') : `${record.priority} ${record.exchange}`
}

const plain = (record: string): string => record.toLowerCase().replace(/\.$/, '')
const same = (some: readonly string[], others: readonly string[]): boolean =>
  JSON.stringify(some.map(plain).toSorted()) === JSON.stringify(others.map(plain).toSorted())
const listed = (records: readonly string[]): string => records.slice(0, 5).join(', ')

const NAME_WORDS: Record<string, string> = {
  ENOTFOUND: 'its name is not known',
  ENODATA: 'there is none of that kind',
  ETIMEOUT: 'no answer in time',
  ECANCELLED: 'no answer in time',
  ESERVFAIL: 'the name server has failed',
  EREFUSED: 'the name server refuses',
  ECONNREFUSED: 'the name server does not answer',
}

const nameWhy = (error: unknown, signal: AbortSignal): string =>
  signal.aborted
    ? 'no answer in time'
    : (NAME_WORDS[String((error as { code?: unknown }).code)] ?? whyUnreachable(error))

/** @param nowMs the program's clock, epoch ms: by it the days that are left are counted. */
export async function askCertificate(
  { tls, port, daysLeft, trusted }: z.output<typeof tlsProbeSchema>,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  const socket = connectTls({ host: tls, port, rejectUnauthorized: false, ...(isIP(tls) === 0 && { servername: tls }) })
  const stop = () => socket.destroy(new Error('no answer in time'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) stop()
    await once(socket, 'secureConnect')
  } catch (error) {
    socket.destroy()
    throw new ProbeFailure(`no certificate from ${tls}:${port}: ${why(error, signal)}`)
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const fault = certificateFault(socket, nowMs, daysLeft, trusted)
  socket.destroy()
  if (fault !== undefined) throw new ProbeFailure(`the certificate of ${tls}:${port} ${fault}`)
}

/** By the wall clock of Node an authority may count as expired too; only the certificate's own dates are compared with the program's clock. */
function certificateFault(socket: TLSSocket, nowMs: number, daysLeft: number, trusted: boolean): string | undefined {
  const { valid_from: from, valid_to: until } = socket.getPeerCertificate()
  const untilMs = Date.parse(until)
  if (Number.isNaN(untilMs)) return 'is not there'
  const left = (untilMs - nowMs) / DAY_MS
  if (left <= 0) return `has expired on ${new Date(untilMs).toISOString().slice(0, 10)}`
  if (Date.parse(from) > nowMs) return `is not valid before ${new Date(Date.parse(from)).toISOString().slice(0, 10)}`
  if (left < daysLeft) return `is good for ${left.toFixed(1)} days, less than ${daysLeft}`
  const error = trusted ? socket.authorizationError : undefined
  const code = typeof error === 'string' ? error : ((error as { code?: string } | null | undefined)?.code ?? undefined)
  if (code === undefined || code === 'CERT_HAS_EXPIRED') return undefined
  return `is not trusted: ${whyUnreachable(Object.assign(new Error(code), { code }))}`
}

const why = (error: unknown, signal: AbortSignal): string =>
  signal.aborted ? 'no answer in time' : whyUnreachable(error)
