/** The secrets among the settings, and taking them out of whatever is about to be shown: findings of the doctor, lines of the log. */
import type { Settings } from './settings.ts'

/** Shorter values are no secrets, and hiding them would riddle the text. */
const SECRET_CHARS_MIN = 4

/** Also as they stand in JSON, where a line break or a quotation mark is written otherwise. */
export function hiding(settings: Settings | undefined): (text: string) => string {
  const secrets = settings === undefined ? [] : secretsOf(settings)
  const written = [...new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))]
  return (text) => written.reduce((left, secret) => left.replaceAll(secret, '•••'), text)
}

/** Longest first, so that one which holds another goes whole. */
function secretsOf({
  secret,
  consoleToken,
  metricsToken,
  alertsSecret,
  databaseUrl,
  slack,
  pagerduty,
  twilio,
  email,
  statuspage,
  s3,
  site,
  anchors,
  heartbeatUrl,
  traces,
}: Settings): string[] {
  const values = [
    ...[
      secret,
      consoleToken,
      metricsToken,
      alertsSecret,
      anchors?.signingKey,
      slack?.botToken,
      slack?.appToken,
      slack?.signingSecret,
    ],
    ...[...Object.values(pagerduty?.routingKeys ?? {}), pagerduty?.apiKey, pagerduty?.webhookSecret],
    ...[
      twilio?.authToken,
      statuspage?.apiKey,
      s3?.secretAccessKey,
      site?.s3?.secretAccessKey,
      email?.dkim?.privateKey,
      // Whoever has it can keep the monitor quiet.
      heartbeatUrl,
      ...Object.values(traces?.headers ?? {}),
      ...passwordsIn(databaseUrl),
      ...passwordsIn(email?.url),
    ],
  ]
  return values
    .filter((value) => value !== undefined)
    .filter((value) => value.length >= SECRET_CHARS_MIN)
    .sort((a, b) => b.length - a.length)
}

/** As written in the address, and as the driver understands it. */
function passwordsIn(address: string | undefined): string[] {
  const written = address === undefined ? undefined : URL.parse(address)?.password
  if (!written) return []
  try {
    return [written, decodeURIComponent(written)]
  } catch {
    return [written]
  }
}
