/** Where traces go, by the variables that OpenTelemetry has for it. */
import type { Settings } from '../program/settings.ts'
import type { Lookup } from './lookup.ts'

export function traceSettings(read: Lookup): Settings['traces'] {
  const endpoint = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:'])
  const written = read.text('OTEL_EXPORTER_OTLP_HEADERS')
  const service = read.text('OTEL_SERVICE_NAME') ?? 'muster'
  if (endpoint === undefined) return undefined
  const pairs = (written ?? '').split(',').filter((pair) => pair.trim() !== '')
  const headers = pairs.map((pair) => headerOf(pair))
  if (headers.includes(undefined)) {
    read.problem('OTEL_EXPORTER_OTLP_HEADERS is not key=value,key=value: write special characters of a value as %XX.')
  }
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  return { url, headers: Object.fromEntries(headers.filter((one) => one !== undefined)), service }
}

function headerOf(pair: string): [string, string] | undefined {
  const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/.exec(pair) ?? []
  if (name === undefined || value === undefined) return undefined
  try {
    return [name, decodeURIComponent(value.trim())]
  } catch {
    return undefined
  }
}
