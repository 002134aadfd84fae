/** Takes secrets out of findings before anybody sees them: a driver or a server may repeat in its message what it was given. */
import type { Settings } from '../program/settings.ts'
import type { Finding } from './finding.ts'

/** Shorter values are no secrets, and hiding them would riddle the text. */
const SECRET_CHARS_MIN = 4

export function withoutSecrets<T extends Finding>(findings: readonly T[], settings: Settings | undefined): T[] {
  const secrets = settings === undefined ? [] : secretsOf(settings)
  const hide = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, '•••'), text)
  return findings.map((finding) => ({
    ...finding,
    what: hide(finding.what),
    ...(finding.why !== undefined && { why: hide(finding.why) }),
    ...(finding.remedy !== undefined && { remedy: hide(finding.remedy) }),
  }))
}

/** Longest first, so that one which holds another goes whole. */
function secretsOf({
  secret,
  consoleToken,
  alertsSecret,
  databaseUrl,
  slack,
  pagerduty,
  twilio,
  email,
  statuspage,
  s3,
  anchors,
}: Settings): string[] {
  const values = [
    ...[
      secret,
      consoleToken,
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
