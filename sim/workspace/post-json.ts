/** One POST of JSON to a simulated service, over http or over https with its own authority, as an outside driver would make it. */
import http from 'node:http'
import https from 'node:https'

/**
 * @param ca PEM of the authority that signed the server's certificate; for https only.
 * @throws Error with the service's own words when it refuses.
 */
export function postJson(url: string, body: unknown, ca?: string): Promise<unknown> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, ...(ca ? { ca } : {}) }
  return new Promise((resolve, reject) => {
    const request = (ca ? https : http).request(url, options, async (response) => {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk as Buffer)
        const text = Buffer.concat(chunks).toString('utf8')
        const answer: unknown = text === '' ? undefined : JSON.parse(text)
        if ((response.statusCode ?? 500) < 400) resolve(answer)
        else reject(new Error(reasonIn(answer) ?? `The sandbox answered ${response.statusCode}.`))
      } catch (error) {
        reject(error)
      }
    })
    request.on('error', reject)
    request.end(JSON.stringify(body))
  })
}

function reasonIn(answer: unknown): string | undefined {
  const { error, message } = (answer ?? {}) as { error?: unknown; message?: unknown }
  return [error, message].find((reason) => typeof reason === 'string') as string | undefined
}
