/** What a running Muster needs to know, already read and shaped (src/cli/config.ts does both). What is absent is switched off. */
export interface Settings {
  /** Where the embedded database and local files live. */
  dataDir: string
  /** PostgreSQL 14 or newer; absent: an embedded one in the data directory. */
  databaseUrl?: string
  /** Port of the one HTTP server, on `host`; 0 takes a free one. */
  port: number
  host: string
  /** How the outside world reaches us, without a slash at the end; absent: no webhooks, no links in messages. */
  publicUrl?: string
  /** Of which acknowledge codes and links are made; at least 16 characters, the same for all replicas. */
  secret: string
  /** Plan files and folders. */
  plans: readonly string[]
  /** People's addresses, apart from the plans. */
  contacts?: string
  templates: string
  /** Bearer token of the console API; absent: it is closed. */
  consoleToken?: string
  /** Bearer token of the metrics, besides the console's; neither: they are closed. */
  metricsToken?: string
  /** Of monitors that send alerts; absent: none may, but for PagerDuty. */
  alertsSecret?: string
  /** Asked each minute as a sign of life; absent: nobody outside hears from us. */
  heartbeatUrl?: string
  /** Where traces are sent by OTLP over HTTP; absent: nothing is traced. */
  traces?: {
    /** The whole address, with `/v1/traces`. */
    url: string
    /** They may hold a token. */
    headers: Readonly<Record<string, string>>
    service: string
  }
  /** The console needs no token: only for the sandbox, on loopback. */
  openConsole?: boolean
  slack?: {
    botToken: string
    /** For requests over HTTP. */
    signingSecret?: string
    /** For Socket Mode. */
    appToken?: string
    apiUrl?: string
    /** Where Slack says how it is; absent: it is not asked. */
    statusUrl?: string
  }
  pagerduty?: {
    /** Routing keys of the Events API v2 by the name of their variable. */
    routingKeys: Readonly<Record<string, string>>
    /** REST API key: on-call look-ups and polling. */
    apiKey?: string
    /** Of the webhook subscription. */
    webhookSecret?: string
    /** Host and port, for a proxy or the sandbox. */
    server?: string
    /** PEM of an authority to trust besides the usual ones. */
    ca?: string
  }
  twilio?: {
    accountSid: string
    authToken: string
    /** Pages and takes answers. */
    from: string
    /** More numbers, which share the telling of audiences. */
    alsoFrom?: readonly string[]
    baseUrl?: string
    /** What each number may send and call. */
    rates?: { smsPerSecond?: number; callsPerSecond?: number }
  }
  email?: {
    url: string
    from: string
    replyTo?: string
    /** To audiences. */
    perSecond?: number
    dkim?: { domain: string; selector: string; privateKey: string }
  }
  statuspage?: { apiKey: string; baseUrl?: string }
  /** Steps of recoveries. */
  actions: {
    /** What actions can take variables and secrets from; without Muster's own. */
    environment: Readonly<Record<string, string | undefined>>
    /** Plans whose actions are carried out; those of others only pretend. Absent: all are, but for drafts. For the sandbox. */
    only?: readonly string[] | 'all'
  }
  /** Where the whole output of runs is kept; absent: in the data directory. */
  s3?: Bucket
  /** Chromium that makes a PDF of each review, an absolute path; absent: there are none. */
  chromium?: string
  /** False: the journal is not copied into the bucket of `s3`. For a sandbox that is about something else. */
  copiesJournal?: boolean
  /** How often the database is looked at, and after what silence it counts as away, milliseconds; absent: each second, ten seconds. */
  databaseLooks?: { everyMs: number; awayAfterMs: number }
  /** How the heads of the journal are kept outside of it; in the bucket of `s3`. */
  anchors?: {
    /** Of Ed25519, as PEM: signs an anchor each day, and archives. Absent: heads are written, and nothing is signed. */
    signingKey?: string
    /** Gets the anchor of each day by mail. */
    auditor?: string
    /** The anchor of a day cannot be changed or removed for so long. */
    lock?: { mode: 'COMPLIANCE' | 'GOVERNANCE'; days: number }
  }
  /** Where the status page is published as files; absent: nowhere. */
  site?: {
    /** Folder that a web server looks into. */
    dir?: string
    /** `prefix` is put before every path; empty, or with a slash at the end. */
    s3?: Bucket & { prefix: string }
    /** Address under which the files are read, without a slash at the end; absent: feeds and JSON lead to Muster's own page. */
    address?: string
  }
}

interface Bucket {
  bucket: string
  region: string
  /** Absent: Amazon's own. */
  endpoint?: string
  accessKeyId: string
  secretAccessKey: string
}

/** Which parts are off for lack of settings, one sentence each: said at start. */
export function whatIsOff(settings: Settings): string[] {
  const { slack, pagerduty, twilio, email, statuspage, s3, site, anchors } = settings
  const { publicUrl, consoleToken, metricsToken, openConsole, heartbeatUrl, alertsSecret, chromium } = settings
  const off = [
    slack
      ? undefined
      : 'Slack is off: set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode).',
    slack && !slack.signingSecret && !slack.appToken
      ? 'Nobody can type /dr: set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode).'
      : undefined,
    pagerduty ? undefined : 'PagerDuty is off: set PAGERDUTY_ROUTING_KEY.',
    pagerduty && !pagerduty.apiKey
      ? 'PagerDuty is not polled and its schedules are not read: set PAGERDUTY_API_KEY.'
      : undefined,
    twilio ? undefined : 'SMS and phone calls are off: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.',
    email ? undefined : 'Mail is off: set SMTP_URL and MAIL_FROM.',
    statuspage
      ? undefined
      : 'No hosted status page is kept up to date: set STATUSPAGE_API_KEY. The built-in page is on.',
    s3
      ? undefined
      : 'The output of steps stays in the data directory of the replica that ran them, and reports of drills and reviews are filed nowhere: set MUSTER_S3_BUCKET.',
    chromium ? undefined : 'Reviews are not made as PDF: install Chromium, or name it in MUSTER_CHROMIUM.',
    s3
      ? undefined
      : 'The heads of the journal are kept nowhere else, so that rewriting all of it would not be noticed: set MUSTER_S3_BUCKET.',
    s3 ? undefined : 'A lost database is lost for good, because the journal is copied nowhere: set MUSTER_S3_BUCKET.',
    s3 && !anchors?.signingKey
      ? 'No anchor of the journal is signed, and neither is evidence: set MUSTER_SIGNING_KEY.'
      : undefined,
    anchors?.auditor && !(s3 && anchors.signingKey && email)
      ? 'No anchor is sent to MUSTER_AUDITOR_EMAIL: it needs MUSTER_S3_BUCKET, MUSTER_SIGNING_KEY and mail.'
      : undefined,
    site
      ? undefined
      : 'The status page is not published as files, so it is away when Muster is: set MUSTER_STATUS_DIR or MUSTER_STATUS_S3_BUCKET.',
    publicUrl ? undefined : 'No webhooks and no links in messages: set MUSTER_PUBLIC_URL.',
    heartbeatUrl || openConsole
      ? undefined
      : 'Nobody outside would notice that Muster has stopped: set MUSTER_HEARTBEAT_URL.',
    alertsSecret ? undefined : 'No monitor can send alerts: set MUSTER_ALERTS_SECRET.',
    consoleToken || openConsole ? undefined : 'The console API is closed: set MUSTER_CONSOLE_TOKEN.',
    metricsToken || consoleToken || openConsole ? undefined : 'Nobody can read /metrics: set MUSTER_METRICS_TOKEN.',
  ]
  return off.filter((sentence) => sentence !== undefined)
}
