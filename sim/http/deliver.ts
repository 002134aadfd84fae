/**
 * A webhook on its way from a simulated service to the bot: one try, no redirects, the body read so that the connection is free again.
 * The real services try again after a failure; the simulators do not, since what the bot does without a webhook is what is tested.
 */
const DELIVERY_TIMEOUT_MS = 10_000

export interface Delivery {
  /** The bot's HTTP status; 0: it could not be reached, and `error` says why. */
  status: number
  body: string
  error?: string
}

export async function deliver(url: string, init: RequestInit): Promise<Delivery> {
  try {
    const signal = AbortSignal.timeout(DELIVERY_TIMEOUT_MS)
    const response = await fetch(url, { redirect: 'manual', signal, ...init })
    return { status: response.status, body: await response.text() }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { status: 0, body: '', error: cause instanceof Error ? cause.message : String(cause) }
  }
}
