/**
 * Whether the public address leads to this very Muster. One that runs answers with a proof of its secret; where none runs yet, the doctor
 * takes its port for a moment and answers in its place, so that the way can be tried before the first start.
 */
import { createServer, type Server } from 'node:http'
import { healthOf, healthProof } from '../program/health.ts'
import { packageVersion } from '../program/package-root.ts'
import { type Check, error, type Finding, ok, type Subject, warning } from './finding.ts'

export const publicAddress: Check = {
  name: 'public-address',
  group: 'Public address',
  async run({ settings, nonce }, signal) {
    const { publicUrl } = settings
    if (publicUrl === undefined) return []
    const standIn = await answerInstead(settings)
    try {
      return [
        await ask(publicUrl, settings, { nonce: nonce(), signal, runs: standIn === undefined }),
        ...manners(publicUrl),
      ]
    } finally {
      standIn?.close()
      standIn?.closeAllConnections()
    }
  },
}

/** Undefined when the port is taken, which is Muster's own if all is well. */
function answerInstead({ secret, port, host }: Subject['settings']): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://doctor')
    if (pathname !== '/healthz') return void response.writeHead(503).end()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(healthOf(secret, packageVersion(), searchParams.get('nonce') ?? undefined)))
  })
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, host, () => resolve(server))
  })
}

async function ask(
  publicUrl: string,
  { secret, port }: Subject['settings'],
  { nonce, signal, runs }: { nonce: string; signal: AbortSignal; runs: boolean },
): Promise<Finding> {
  const answerer = runs ? `the program on port ${port} (Muster, if it runs here)` : `port ${port} of this machine`
  const remedy = `Let ${publicUrl} lead to ${answerer}, or correct MUSTER_PUBLIC_URL.`
  let response: Response
  try {
    response = await fetch(`${publicUrl}/healthz?nonce=${nonce}`, { signal, redirect: 'manual' })
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    return error(`${publicUrl} does not answer`, `Asked from this machine: ${why}.`, remedy)
  }
  const answer = (await response.json().catch(() => ({}))) as { ok?: unknown; proof?: unknown }
  if (answer.proof === healthProof(secret, nonce)) return ok(`${publicUrl} leads to this Muster`)
  if (answer.ok === true && answer.proof !== undefined) {
    const same = 'Set MUSTER_SECRET here to what that server has, or correct MUSTER_PUBLIC_URL.'
    return error(`${publicUrl} leads to another Muster`, 'It answers, but by another MUSTER_SECRET.', same)
  }
  return error(
    `${publicUrl} leads to something else`,
    `It answers /healthz with ${response.status} and no proof.`,
    remedy,
  )
}

/** What Slack, Twilio and people's mail programs expect of an address. */
function manners(publicUrl: string): Finding[] {
  const { protocol, hostname } = new URL(publicUrl)
  const inside = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])/.test(hostname)
  if (inside) {
    const remedy = 'Set MUSTER_PUBLIC_URL to the name by which it is reached from outside.'
    return [
      warning(
        `${hostname} is known to this network only`,
        'Slack, PagerDuty, Twilio and phones cannot reach it.',
        remedy,
      ),
    ]
  }
  if (protocol === 'https:') return []
  const remedy = 'Put a proxy with a certificate in front, and begin MUSTER_PUBLIC_URL with https://.'
  return [
    warning(
      'The public address is not encrypted',
      'Slack refuses it, and signed links can be read on the way.',
      remedy,
    ),
  ]
}
