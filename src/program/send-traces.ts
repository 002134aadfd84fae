/**
 * Sends traces by OTLP over HTTP, when there is somewhere to send them. What is slow or away there holds nothing up here: spans wait in a bounded
 * queue and are dropped when it is full.
 */
import { packageVersion } from './package-root.ts'
import type { Settings } from './settings.ts'

/** What is still to be sent at the end may take so long, milliseconds. */
const LAST_MAX_MS = 1_000

export interface SendTraces {
  stop(): Promise<void>
}

/** The libraries are loaded only when they are wanted. */
export async function sendTraces(settings: Settings['traces']): Promise<SendTraces> {
  if (settings === undefined) return { stop: async () => {} }
  const { context, trace } = await import('@opentelemetry/api')
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks')
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  const { resourceFromAttributes } = await import('@opentelemetry/resources')
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace')
  const { url, headers, service } = settings
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers } })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': packageVersion() }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  return {
    async stop() {
      trace.disable()
      context.disable()
      await Promise.race([
        provider.shutdown().catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, LAST_MAX_MS).unref()),
      ])
    },
  }
}
