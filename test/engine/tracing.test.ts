import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { traced, tracePlace } from '../../src/engine/tracing.ts'
import { createRig, START_MS } from './rig.ts'

const exporter = new InMemorySpanExporter()
beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
})
afterEach(() => {
  trace.disable()
  context.disable()
  exporter.reset()
})

test('a job belongs to the trace of the command that it follows from; one that is due later begins its own', async () => {
  const rig = createRig()
  await rig.ask('inc-1', 'now', START_MS)
  await rig.ask('inc-1', 'later', START_MS + 60_000)
  await rig.engine.settle()
  rig.clock.moveTo(START_MS + 60_000)
  await rig.engine.settle()
  const spans = exporter.getFinishedSpans()
  const jobs = spans.filter(({ name }) => name === 'carry out remind')
  const cause = (one: (typeof spans)[number]) =>
    spans.find((other) => other.spanContext().spanId === one.parentSpanContext?.spanId)
  expect(jobs.map((job) => [job.attributes['muster.obligation'], cause(job)?.name])).toEqual([
    ['now', 'submit ask'],
    ['later', 'tick'],
  ])
  expect(jobs[0]!.attributes).toMatchObject({
    'muster.stream': 'inc-1',
    'muster.attempt': 1,
    'muster.result': 'carried-out',
  })
  const outcomes = spans.filter(({ name }) => name === 'submit outcome')
  expect(outcomes.map((one) => cause(one)?.name)).toEqual(['carry out remind', 'carry out remind'])
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(3)
})

test('what failed says so by the name of the error alone; a place that nobody can read begins a trace', async () => {
  const failing = traced('work', { follows: '00-nonsense' }, async () => {
    throw new TypeError('password=hunter2')
  })
  await expect(failing).rejects.toThrow(TypeError)
  const [span] = exporter.getFinishedSpans()
  expect(span?.status.message).toBe('TypeError')
  expect(JSON.stringify([span?.events, span?.attributes])).not.toContain('hunter2')
  expect(span?.parentSpanContext).toBe(undefined)
  expect(tracePlace()).toBe(undefined)
})
