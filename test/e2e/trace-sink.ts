/** Takes traces as a collector does, by OTLP over HTTP, and keeps the spans. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes: Record<string, unknown>
}

interface Sent {
  resourceSpans: {
    scopeSpans: { spans: (Omit<SeenSpan, 'attributes'> & { attributes: { key: string; value: object }[] })[] }[]
  }[]
}

export async function openTraceSink() {
  const spans: SeenSpan[] = []
  /** Everything that came, as it came. */
  const received: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    received.push(text)
    for (const { scopeSpans } of (JSON.parse(text) as Sent).resourceSpans)
      for (const one of scopeSpans.flatMap(({ spans }) => spans)) {
        const attributes = Object.fromEntries(one.attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
        spans.push({ ...one, attributes })
      }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    received,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
