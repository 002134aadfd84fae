/**
 * Slack's Web API and response URLs, in a thread of their own: says yes to everything in no time, and tells the thread that started it when what arrived. Knows
 * nothing of a workspace.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'

export type FromNullSlack =
  | { type: 'listening'; port: number }
  /** `call`: the method of the Web API, or `answer` for a response URL. `atMs`: epoch, with fractions. */
  | { type: 'called'; call: string; channel: string; text: string; atMs: number }

const say = (message: FromNullSlack) => parentPort?.postMessage(message)
const nowMs = () => performance.timeOrigin + performance.now()

const TEAM = 'T0BENCH'

let stamps = 0

function answer(call: string, body: URLSearchParams): object {
  const ts = `1700000000.${String(++stamps).padStart(6, '0')}`
  if (call === 'conversations.open') return { ok: true, channel: { id: `D${body.get('users')}` } }
  if (call === 'conversations.create') return { ok: true, channel: { id: `C${stamps}`, name: body.get('name') } }
  if (call === 'auth.test') return { ok: true, team_id: TEAM }
  if (call === 'users.info') return { ok: true, user: { id: body.get('user'), team_id: TEAM } }
  return { ok: true, ts, message_ts: ts, channel: body.get('channel') ?? 'C1', members: [], channels: [], messages: [] }
}

const server = createServer((request, response) => {
  const atMs = nowMs()
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString('utf8')
    const path = request.url ?? ''
    const isAnswer = path.startsWith('/response/')
    const call = isAnswer ? 'answer' : path.slice('/api/'.length)
    const body = new URLSearchParams(isAnswer ? '' : text)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(isAnswer ? 'ok' : JSON.stringify(answer(call, body)))
    say({
      type: 'called',
      call,
      channel: body.get('channel') ?? '',
      text: isAnswer ? text : (body.get('text') ?? ''),
      atMs,
    })
  })
})
server.listen(0, '127.0.0.1', () => say({ type: 'listening', port: (server.address() as AddressInfo).port }))
