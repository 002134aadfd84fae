/** `muster dr "status"`: any /dr command against a running server, through its console; for when Slack is down. */

import { harmless } from '../actions/harmless.ts'

export interface DrOptions {
  /** Address of the server, with or without `/console`. */
  url: string
  token?: string | undefined
  /** Who asks, by their id in the plan; absent: the server knows only that it came from a terminal. */
  person?: string | undefined
  json: boolean
  write: (text: string) => void
}

const TIMEOUT_MS = 30_000

/** Resolves to the exit code: 0 done, 1 refused, 2 the server cannot be asked. */
export async function runDr(words: readonly string[], options: DrOptions): Promise<number> {
  const { url, token, person, json, write } = options
  const address = `${url.replace(/\/+$/, '').replace(/\/console$/, '')}/console/api/command`
  const body = { command: words.join(' '), via: 'cli', ...(person !== undefined && { person }) }
  let response: Response
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    write(`No answer from ${url} (${why}): is the server running, and MUSTER_URL right?\n`)
    return 2
  }
  if (response.status === 401) {
    const given = token === undefined ? 'wants a token' : 'does not know this token'
    write(`The server ${given}: set MUSTER_TOKEN to the value of its MUSTER_CONSOLE_TOKEN.\n`)
    return 2
  }
  const answer = await readAnswer(response)
  if (answer.error !== undefined || !response.ok) {
    write(
      `${answer.error !== undefined ? harmless(answer.error) : `The server answered ${response.status}: is MUSTER_URL the address of Muster?`}\n`,
    )
    return 2
  }
  // What alerts and people wrote comes along in it, and a terminal obeys what it is sent.
  write(json ? `${JSON.stringify(answer)}\n` : `${harmless(answer.plain ?? answer.text ?? '')}\n`)
  return answer.ok === true ? 0 : 1
}

interface Answer {
  ok?: boolean
  text?: string
  plain?: string
  error?: string
}

async function readAnswer(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer
  } catch {
    return { error: `The server answered ${response.status} and no JSON: is MUSTER_URL the address of Muster?` }
  }
}
