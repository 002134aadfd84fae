/** `muster.yaml`: settings that are no secrets. Secrets come from the environment alone, and one that stands here is refused. */
import { parse } from 'yaml'
import { z } from 'zod'
import { nearest } from '../plan/nearest.ts'

const text = z.string().min(1)

const file = z.strictObject({
  dataDir: text.optional(),
  port: z.int().optional(),
  host: text.optional(),
  publicUrl: text.optional(),
  /** Plan files and folders. */
  plans: z.array(text).min(1).optional(),
  contacts: text.optional(),
  templates: text.optional(),
  slack: z.strictObject({ apiUrl: text.optional(), statusUrl: text.optional() }).optional(),
  pagerduty: z.strictObject({ server: text.optional(), ca: text.optional() }).optional(),
  twilio: z
    .strictObject({
      /** Several: separated by commas. */
      from: text.optional(),
      baseUrl: text.optional(),
      smsPerSecond: z.number().optional(),
      callsPerSecond: z.number().optional(),
    })
    .optional(),
  mail: z
    .strictObject({
      from: text.optional(),
      replyTo: text.optional(),
      perSecond: z.number().optional(),
      dkim: z.strictObject({ domain: text, selector: text, keyFile: text }).optional(),
    })
    .optional(),
  statuspage: z.strictObject({ baseUrl: text.optional() }).optional(),
  s3: z.strictObject({ bucket: text.optional(), region: text.optional(), endpoint: text.optional() }).optional(),
})
type ConfigFile = z.output<typeof file>

/** Each setting of the file by the variable that has the same meaning, which wins over it. */
const VARIABLES: Record<string, (config: ConfigFile) => string | number | undefined> = {
  MUSTER_DATA_DIR: (config) => config.dataDir,
  MUSTER_PORT: (config) => config.port,
  MUSTER_HOST: (config) => config.host,
  MUSTER_PUBLIC_URL: (config) => config.publicUrl,
  MUSTER_PLANS: (config) => config.plans?.join(','),
  MUSTER_CONTACTS: (config) => config.contacts,
  MUSTER_TEMPLATES: (config) => config.templates,
  SLACK_API_URL: (config) => config.slack?.apiUrl,
  SLACK_STATUS_URL: (config) => config.slack?.statusUrl,
  PAGERDUTY_SERVER: (config) => config.pagerduty?.server,
  PAGERDUTY_CA: (config) => config.pagerduty?.ca,
  TWILIO_FROM: (config) => config.twilio?.from,
  TWILIO_SMS_PER_SECOND: (config) => config.twilio?.smsPerSecond,
  TWILIO_CALLS_PER_SECOND: (config) => config.twilio?.callsPerSecond,
  TWILIO_BASE_URL: (config) => config.twilio?.baseUrl,
  MAIL_FROM: (config) => config.mail?.from,
  MAIL_REPLY_TO: (config) => config.mail?.replyTo,
  MAIL_PER_SECOND: (config) => config.mail?.perSecond,
  MAIL_DKIM_DOMAIN: (config) => config.mail?.dkim?.domain,
  MAIL_DKIM_SELECTOR: (config) => config.mail?.dkim?.selector,
  MAIL_DKIM_KEY_FILE: (config) => config.mail?.dkim?.keyFile,
  STATUSPAGE_BASE_URL: (config) => config.statuspage?.baseUrl,
  MUSTER_S3_BUCKET: (config) => config.s3?.bucket,
  MUSTER_S3_REGION: (config) => config.s3?.region,
  MUSTER_S3_ENDPOINT: (config) => config.s3?.endpoint,
}

export type ReadFile = { ok: true; variables: Record<string, string> } | { ok: false; problems: string[] }

/** The file's settings under the names of their variables. `name` is only repeated in the problems. */
export function readConfigFile(content: string, name: string): ReadFile {
  let data: unknown
  try {
    data = parse(content) ?? {}
  } catch (error) {
    const [what] = String((error as Error).message).split('\n')
    return { ok: false, problems: [`${name} is no YAML: ${what}`] }
  }
  const parsed = file.safeParse(data)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => sentence(issue, name)) }
  const variables: Record<string, string> = {}
  for (const [variable, read] of Object.entries(VARIABLES)) {
    const value = read(parsed.data)
    if (value !== undefined) variables[variable] = String(value)
  }
  return { ok: true, variables }
}

function sentence(issue: z.core.$ZodIssue, name: string): string {
  const path = issue.path.join('.')
  if (issue.code !== 'unrecognized_keys') return `${name}: ${path || 'the whole file'}: ${issue.message}.`
  const near = issue.keys.flatMap((key) => nearest(key, settingsAt(issue.path)) ?? [])
  if (near[0] !== undefined && issue.keys.length === 1)
    return `${name} has no setting ${[...issue.path, ...issue.keys].join('.')}: did you mean ${[...issue.path, ...near].join('.')}?`
  const keys = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`)).join(', ')
  return `${name} has no setting ${keys}: secrets belong into the environment, the rest is listed in the documentation.`
}

/** Names of the settings in a section of the file. */
function settingsAt(path: readonly PropertyKey[]): string[] {
  let section: unknown = file
  for (const key of path) {
    const inner: unknown = section instanceof z.ZodObject ? section.shape[String(key)] : undefined
    section = inner instanceof z.ZodOptional ? inner.unwrap() : inner
  }
  return section instanceof z.ZodObject ? Object.keys(section.shape) : []
}
