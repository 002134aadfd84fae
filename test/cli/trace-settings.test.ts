import { expect, test } from 'vitest'
import { readConfig } from '../../src/cli/config.ts'

const read = (env: Record<string, string>) =>
  readConfig({ MUSTER_SECRET: 'secret-of-muster-0123456789', ...env }, '/nowhere')

test('traces go where OpenTelemetry’s variables say, and nowhere without them', () => {
  const config = read({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-tenant=dr',
  })
  expect(config.ok && config.settings.traces).toEqual({
    url: 'http://collector:4318/v1/traces',
    headers: { authorization: 'Bearer abc', 'x-tenant': 'dr' },
    service: 'muster',
  })
  const none = read({ OTEL_EXPORTER_OTLP_HEADERS: 'not used' })
  expect(none.ok && none.settings.traces).toBe(undefined)
})

test.each(['Bearer abc', 'key=%zz', '=x'])('headers %s are refused without being repeated', (headers) => {
  const config = read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_HEADERS: headers })
  expect(config).toMatchObject({
    ok: false,
    problems: ['OTEL_EXPORTER_OTLP_HEADERS is not key=value,key=value: write special characters of a value as %XX.'],
  })
})
