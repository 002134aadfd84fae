/** This machine's clock against those of Slack and PagerDuty: requests of Slack's that seem five minutes old are refused as replays. */
import http from 'node:http'
import https from 'node:https'
import { rootCertificates } from 'node:tls'
import { type Check, error, type Finding, ok, type Subject, skipped, warning } from './finding.ts'

const WARN_MS = 30_000
const ERROR_MS = 120_000
/** A Date header names the second that has begun. */
const HALF_SECOND_MS = 500

export const clock: Check = {
  name: 'clock',
  group: 'Clock',
  async run(subject, signal) {
    const sources = sourcesOf(subject)
    const read = await Promise.all(
      sources.map((source) => skewTo(source, subject.nowMs, signal).catch(() => undefined)),
    )
    const skews = read.filter((skewMs) => skewMs !== undefined)
    if (skews.length === 0) {
      const why = sources.length === 0 ? 'Neither Slack nor PagerDuty is configured.' : 'Nobody else told the time.'
      return [skipped('The clock was not compared', why, 'See to it that the machine keeps its time by NTP.')]
    }
    return [judged(skews.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0]!)]
  },
}

interface Source {
  url: string
  ca?: string
}

/** Addresses that answer anybody, if only with a refusal: every answer has a Date. */
function sourcesOf({ settings: { slack, pagerduty } }: Subject): Source[] {
  return [
    ...(slack ? [{ url: `${slack.apiUrl ?? 'https://slack.com/api/'}api.test` }] : []),
    ...(pagerduty
      ? [
          {
            url: `https://${pagerduty.server ?? 'api.pagerduty.com'}/abilities`,
            ...(pagerduty.ca && { ca: pagerduty.ca }),
          },
        ]
      : []),
  ]
}

/** How far this clock is ahead of the server's, ms; behind: negative. Undefined when the answer has no date. */
async function skewTo({ url, ca }: Source, nowMs: () => number, signal: AbortSignal): Promise<number | undefined> {
  const askedMs = nowMs()
  const date = await new Promise<string | undefined>((resolve, reject) => {
    const get = url.startsWith('https:') ? https.get : http.get
    const options = { signal, agent: false, ...(ca !== undefined && { ca: [ca, ...rootCertificates] }) }
    get(url, options, (response) => {
      response.resume()
      resolve(response.headers.date)
    }).on('error', reject)
  })
  const theirMs = Date.parse(date ?? '')
  return Number.isNaN(theirMs) ? undefined : (askedMs + nowMs()) / 2 - theirMs - HALF_SECOND_MS
}

function judged(skewMs: number): Finding {
  const awayMs = Math.abs(skewMs)
  const seconds = Math.round(awayMs / 1000)
  if (awayMs <= WARN_MS) return ok(`The clock is right within ${Math.max(1, seconds)} s`)
  const what = `The clock is ${seconds} s ${skewMs > 0 ? 'ahead' : 'behind'}`
  const remedy = 'Let the machine keep its time by NTP (`timedatectl set-ntp true`), then run again.'
  if (awayMs <= ERROR_MS) return warning(what, 'Every time that people are told is wrong by as much.', remedy)
  return error(what, 'From five minutes on, everything that Slack sends is refused as too old.', remedy)
}
