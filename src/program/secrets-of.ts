/** Every secret of the settings, so that whoever writes something down can look for them. */
import type { Settings } from './settings.ts'

/** A shorter one stands by chance in every other line; it is hidden where it has a name, and in an address that is hidden whole. */
const LENGTH_MIN = 8

export function secretsOf(settings: Settings): string[] {
  const { slack, pagerduty, twilio, email, statuspage, s3, site, anchors, traces } = settings
  const found = [
    ...[settings.secret, settings.consoleToken, settings.alertsSecret],
    ...[settings.heartbeatUrl, settings.databaseUrl, passwordOf(settings.databaseUrl)],
    ...[slack?.botToken, slack?.signingSecret, slack?.appToken],
    ...[pagerduty?.apiKey, pagerduty?.webhookSecret, ...Object.values(pagerduty?.routingKeys ?? {})],
    ...[twilio?.authToken, email?.url, passwordOf(email?.url), email?.dkim?.privateKey, statuspage?.apiKey],
    ...[s3?.secretAccessKey, site?.s3?.secretAccessKey, anchors?.signingKey],
    ...Object.values(traces?.headers ?? {}),
  ]
  return found.filter((one) => one !== undefined && one.length >= LENGTH_MIN) as string[]
}

function passwordOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { password } = new URL(url)
  try {
    return decodeURIComponent(password)
  } catch {
    return password
  }
}
