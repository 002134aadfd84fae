/**
 * From the environment and `muster.yaml` to settings, in three steps: the sources are read and joined (the environment wins), the plain
 * settings are shaped, and the secrets with the adapters that they switch on are added. Promises every problem at once, one sentence
 * each, naming the variable and never a secret's value.
 */

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { packageRoot } from '../program/package-root.ts'
import type { Settings } from '../program/settings.ts'
import { adapterSettings, s3 } from './adapter-settings.ts'
import { anchorSettings } from './anchor-settings.ts'
import { chromiumSetting } from './chromium-setting.ts'
import { readConfigFile } from './config-file.ts'
import { type Lookup, lookup } from './lookup.ts'
import { siteSettings } from './site-settings.ts'
import { traceSettings } from './trace-settings.ts'
import { foreign, misspelt } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type Config =
  | { ok: true; settings: Settings }
  /** `asFarAsRead` is for looking at, never to run on; absent when the sources themselves could not be read. */
  | { ok: false; problems: string[]; asFarAsRead?: Settings }

const DEFAULT_FILE = 'muster.yaml'
const DEFAULT_PORT = 8080
const SECRET_CHARS_MIN = 16

/**
 * @param folder paths of the settings are relative to it: the working directory.
 * @param routingKeyVariables variables that plans name for their PagerDuty routing keys.
 */
export function readConfig(env: Environment, folder: string, routingKeyVariables: readonly string[] = []): Config {
  const sources = readSources(env, folder)
  if (!sources.ok) return sources
  const problems = misspelt(env)
  const read = lookup(sources.variables, problems)
  const plain = plainSettings(read, folder)
  const settings: Settings = {
    ...plain,
    ...secretSettings(read),
    ...adapterSettings(read, folder, routingKeyVariables),
    ...siteSettings(read, folder),
    ...anchorSettings(read, folder),
    ...chromiumSetting(read, folder, env.PATH),
    actions: { environment: foreign(env) },
  }
  return problems.length > 0 ? { ok: false, problems, asFarAsRead: settings } : { ok: true, settings }
}

/** What the offline commands need: where the database is. */
export function readDatabaseConfig(env: Environment, folder: string) {
  const sources = readSources(env, folder)
  if (!sources.ok) return sources
  const problems: string[] = []
  const { dataDir, ...rest } = databaseSettings(lookup(sources.variables, problems), folder)
  return problems.length > 0 ? { ok: false as const, problems } : { ok: true as const, settings: { dataDir, ...rest } }
}

/** What evidence is made of: the journal, the bucket, the key that signs. */
export function readEvidenceConfig(env: Environment, folder: string) {
  const sources = readSources(env, folder)
  if (!sources.ok) return sources
  const problems: string[] = []
  const read = lookup(sources.variables, problems)
  const settings = { ...databaseSettings(read, folder), ...s3(read), ...anchorSettings(read, folder) }
  return problems.length > 0 ? { ok: false as const, problems } : { ok: true as const, settings }
}

function readSources(
  env: Environment,
  folder: string,
): { ok: true; variables: Environment } | { ok: false; problems: string[] } {
  const name = env.MUSTER_CONFIG || DEFAULT_FILE
  const file = resolve(folder, name)
  if (!existsSync(file)) {
    return env.MUSTER_CONFIG
      ? { ok: false, problems: [`MUSTER_CONFIG names ${name}, which is not there.`] }
      : { ok: true, variables: env }
  }
  const read = readConfigFile(readFileSync(file, 'utf8'), name)
  if (!read.ok) return read
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  return { ok: true, variables: { ...read.variables, ...set } }
}

function databaseSettings(read: Lookup, folder: string) {
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:'])
  return {
    dataDir: resolve(folder, read.text('MUSTER_DATA_DIR') ?? '.muster'),
    ...(databaseUrl !== undefined && { databaseUrl }),
  }
}

function plainSettings(read: Lookup, folder: string) {
  const publicUrl = read.url('MUSTER_PUBLIC_URL', ['http:', 'https:'])
  const contacts = read.existingPath('MUSTER_CONTACTS', folder)
  const heartbeatUrl = read.url('MUSTER_HEARTBEAT_URL', ['http:', 'https:'])
  const traces = traceSettings(read)
  return {
    ...databaseSettings(read, folder),
    ...(traces !== undefined && { traces }),
    port: read.port('MUSTER_PORT') ?? DEFAULT_PORT,
    host: read.text('MUSTER_HOST') ?? '0.0.0.0',
    plans: read.list('MUSTER_PLANS')?.map((path) => resolve(folder, path)) ?? [resolve(folder, 'plans')],
    templates: read.existingPath('MUSTER_TEMPLATES', folder) ?? resolve(packageRoot(), 'templates'),
    ...(publicUrl !== undefined && { publicUrl: publicUrl.replace(/\/+$/, '') }),
    ...(contacts !== undefined && { contacts }),
    ...(heartbeatUrl !== undefined && { heartbeatUrl }),
  }
}

function secretSettings(read: Lookup) {
  const secret = read.secret('MUSTER_SECRET', SECRET_CHARS_MIN)
  if (read.text('MUSTER_SECRET') === undefined) {
    read.problem('MUSTER_SECRET is missing: set 16 random characters or more, the same for all replicas.')
  }
  const consoleToken = read.secret('MUSTER_CONSOLE_TOKEN', SECRET_CHARS_MIN)
  const metricsToken = read.secret('MUSTER_METRICS_TOKEN', SECRET_CHARS_MIN)
  const alertsSecret = read.secret('MUSTER_ALERTS_SECRET', SECRET_CHARS_MIN)
  return {
    secret: secret ?? '',
    ...(consoleToken !== undefined && { consoleToken }),
    ...(metricsToken !== undefined && { metricsToken }),
    ...(alertsSecret !== undefined && { alertsSecret }),
  }
}
