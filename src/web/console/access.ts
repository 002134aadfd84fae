/**
 * Who may use the console. In the sandbox it is open. In production one shared token opens it, as a bearer token for programs or as the
 * password of Basic authentication for browsers, whose user name is then the person. It proves that somebody belongs to the team, not
 * which of them they are.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { sameSecret } from '../../adapters/same-secret.ts'

export type ConsoleAccess =
  | { kind: 'open' }
  | { kind: 'token'; token: string }
  /** No token is configured: the console is not there. */
  | { kind: 'off' }

export function accessBy({
  openConsole,
  consoleToken,
}: {
  openConsole?: boolean
  consoleToken?: string
}): ConsoleAccess {
  if (openConsole) return { kind: 'open' }
  return consoleToken ? { kind: 'token', token: consoleToken } : { kind: 'off' }
}

/** The metrics: open where the console is, else to its token and to one of their own, which opens nothing else. */
export function guardMetrics(access: ConsoleAccess, token: string | undefined): MiddlewareHandler {
  const tokens = [token, access.kind === 'token' ? access.token : undefined].filter((one) => one !== undefined)
  return async (context, next) => {
    if (access.kind === 'open') return next()
    if (tokens.length === 0)
      return context.text('The metrics are closed: set MUSTER_METRICS_TOKEN to open them.\n', 404)
    const given = credentialsOf(context)?.token
    if (given !== undefined && tokens.some((one) => sameSecret(given, one))) return next()
    return context.text('Give the token of the metrics: `Authorization: Bearer TOKEN`.\n', 401, {
      'www-authenticate': 'Bearer realm="Muster: metrics"',
    })
  }
}

export function guard(access: ConsoleAccess): MiddlewareHandler {
  return async (context, next) => {
    if (access.kind === 'open') return next()
    if (access.kind === 'off') {
      return context.json({ error: 'The console is off: set MUSTER_CONSOLE_TOKEN to switch it on.' }, 404)
    }
    const given = credentialsOf(context)
    if (given && sameSecret(given.token, access.token)) return next()
    return context.json({ error: 'Give the console token: `Authorization: Bearer TOKEN`.' }, 401, {
      'www-authenticate': 'Basic realm="Muster: person and console token", charset="UTF-8"',
    })
  }
}

/** The person named by Basic authentication. */
export const personOf = (context: Context): string | undefined => credentialsOf(context)?.person || undefined

function credentialsOf(context: Context): { token: string; person?: string } | undefined {
  const [scheme, value] = (context.req.header('authorization') ?? '').split(/\s+/)
  if (value === undefined) return undefined
  if (/^bearer$/i.test(scheme ?? '')) return { token: value }
  if (!/^basic$/i.test(scheme ?? '')) return undefined
  const [person = '', ...token] = Buffer.from(value, 'base64').toString('utf8').split(':')
  return { person, token: token.join(':') }
}
