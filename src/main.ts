/**
 * The composition root: the only place that knows everyone. Wires settings into a running Muster and takes it down again. Production, the
 * sandbox and the tests all start it here; they differ in settings and in the clock alone.
 */
import { randomBytes } from 'node:crypto'
import { createServices } from '../commands/engine-services.ts'
import { createHome } from '../commands/home.ts'
import { createRunner } from '../commands/registry.ts'
import type { Services } from '../commands/services.ts'
import type { Clock } from './engine/clock.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import type { Logger } from './engine/logger.ts'
import { openPlanRegistry, type PlanRegistry } from './engine/plan-registry.ts'
import { wallClock } from './engine/wall-clock.ts'
import type { Event } from './incident/events.ts'
import { createMessages } from './messages/messages.ts'
import { standingWords } from './messages/standing-words.ts'
import { createTemplateShelf } from './messages/template-shelf.ts'
import { SYSTEM } from './plan/actor.ts'
import { createAdapters } from './program/adapters.ts'
import { createComposer } from './program/compose.ts'
import type { AnyEffect } from './program/cores.ts'
import { createDelivery } from './program/deliver.ts'
import { createDetection } from './program/detection.ts'
import { createFileReport } from './program/file-report.ts'
import { createFileReview } from './program/file-review.ts'
import { sayWhatWaited, startHeartbeat } from './program/heartbeat.ts'
import { hidingReasons } from './program/hidden-reasons.ts'
import { openHttpServer } from './program/http-server.ts'
import { createKeeping } from './program/keeping.ts'
import { openGround } from './program/lifeboat.ts'
import { type Looking, startLooking } from './program/looking.ts'
import { openEmbedded } from './program/open-embedded.ts'
import { openSlack } from './program/open-slack.ts'
import { openTogether } from './program/open-together.ts'
import { createOperating } from './program/operating.ts'
import { createPeople } from './program/people.ts'
import { createPolling } from './program/poll-acknowledgements.ts'
import { openPrinter } from './program/print/print-pdf.ts'
import type { Probes } from './program/probes/probes.ts'
import { queueOf } from './program/queues.ts'
import { sendTraces } from './program/send-traces.ts'
import { type Settings, whatIsOff } from './program/settings.ts'
import { createSteps } from './program/steps.ts'
import { confirmBy, createTellSubscribers } from './program/tell-subscribers.ts'
import { createWatch } from './program/watch.ts'
import { standInFacts } from './readiness/stand-ins.ts'
import { createRehearsals } from './rehearsal/beside.ts'
import { reviewUrl, runLogUrl } from './web/console/page-urls.ts'
import { createMetrics } from './web/metrics.ts'
import { createSite, HOOKS_PATH } from './web/site.ts'
import type { StandingWords } from './web/status/public-incident.ts'
import { createPublicStatus } from './web/status/public-status.ts'
import { STATUS_PATH } from './web/web.ts'

const random = (bytes: number) => randomBytes(bytes).toString('hex')

export interface Muster {
  /** Where the HTTP server listens, without a slash at the end. */
  url: string
  databaseUrl: string
  services: Services
  engine: Engine
  plans: PlanRegistry
  /** Asks PagerDuty once for acknowledgements, as it does by itself every 30 s; does nothing without a REST key. */
  pollPagerDuty(): Promise<void>
  /** Looks at the backups of all plans, as it does by itself every few minutes; nothing when that is not due. */
  lookAtBackups(): Promise<void>
  /** Looks whether people can be reached, as it does by itself each morning; nothing at any other time. */
  lookAtReach(): Promise<void>
  /** Looks at what is due; it does so by itself as the clock goes on. */
  probes: Pick<Probes, 'look' | 'nextMs' | 'dueMs'>
  /** Whether Slack can be reached; absent: it is not set up. */
  slackReach?: Looking['slackReach']
  /** Resolves when everything that Slack sent so far has been dealt with. */
  slackSettled(): Promise<void>
  /** Takes no work any more, ends what is in hand, and goes on answering until others have heard that it stops. */
  drain(): Promise<void>
  /** Again: fine. */
  stop(): Promise<void>
}

export interface Surroundings {
  clock: Clock
  logger: Logger
}

/** @throws Error in one sentence when it cannot start; nothing is left running then. */
export async function startMuster(settings: Settings, surroundings: Surroundings): Promise<Muster> {
  const { opened, close } = await openTogether((open) => wire(settings, surroundings, open))
  return { ...opened, stop: close }
}

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list, read from top to bottom; in which order things start is what it says
async function wire(
  settings: Settings,
  { clock, logger }: Surroundings,
  open: AsyncDisposableStack,
): Promise<Omit<Muster, 'stop'>> {
  open.adopt(await sendTraces(settings.traces), (it) => it.stop())
  const databaseUrl = settings.databaseUrl ?? (await openEmbedded(settings, logger, open))
  const ground = await openGround({ settings, databaseUrl, clock, random, logger }, open)
  const { backing } = ground
  const messages = createMessages({ dir: settings.templates })
  const plans = await openPlanRegistry({
    storage: backing.storage,
    paths: settings.plans,
    judge: messages.checkTemplates,
    logger,
    ...(settings.contacts ? { contactsFile: settings.contacts } : {}),
  })

  const http = open.adopt(await openHttpServer(settings), (server) => server.close())
  const publicUrl = settings.publicUrl ?? (settings.openConsole ? http.url : undefined)
  const adapters = open.adopt(
    createAdapters({
      settings,
      messages,
      events: (incident) => engine.events<Event>(incident),
      ...(publicUrl ? { outside: { publicUrl, hooksUrl: `${publicUrl}${HOOKS_PATH}` } } : {}),
    }),
    (it) => it.close(),
  )

  const steps = open.adopt(
    createSteps({
      settings,
      logger,
      state: async (incident) => (await services.state(incident))?.state,
      tries: async (planId) => (await services.watch(planId))?.state.backups,
      renew: async (incident, sign) => {
        const command = { ...sign, type: 'renew-run', atMs: clock.now(), by: SYSTEM }
        await engine.submit(incident, command)
      },
      logUrl: (incident, run) => runLogUrl(publicUrl ?? http.url, incident, run),
      ...(adapters.output ? { openOutput: adapters.output.open } : {}),
    }),
    (it) => it.close(),
  )
  const compose = createComposer({ messages, events: (incident) => engine.events<Event>(incident) })
  const tellSubscribers = createTellSubscribers({
    messages,
    email: adapters.email,
    subscribers: () => publicStatus.subscribers,
  })
  const { pageGate, deliveries } = backing
  const fileReport = createFileReport({ bucket: steps.bucket, services: () => services })
  const printPdf = openPrinter(settings, open)
  const reviewing = { bucket: steps.bucket, printPdf, email: adapters.email, logger }
  const reviews = createFileReview({ ...reviewing, services: () => services })
  const watch = createWatch({
    ...{ plans, adapters, pageGate, steps, clock, fileReview: reviews.file },
    ...{ engine: () => engine, services: () => services },
  })
  const delivery = createDelivery({
    ...{ adapters, steps, compose, tellSubscribers, fileReport, reviews, watch, pageGate, deliveries, clock },
    publishSite: (effect, carrying) => publicStatus.site.carrier(effect, carrying),
    plans: () => services.plans(),
  })
  const deliver = hidingReasons(settings, delivery)
  const lazily = { engine: () => engine, counts: () => metrics }
  const operating = createOperating({ settings, ground, http, deliver, logger, ...lazily })
  open.defer(() => operating.stop())
  const engine: Engine = createEngine<AnyEffect>({
    ...{ storage: backing.storage, outbox: backing.outbox, clock, cores: ground.cores },
    ...operating.engine,
    queueOf: (effect) => queueOf(effect as Parameters<typeof queueOf>[0]),
    facts: async () => {
      const system = await services.system()
      return { held: system.held !== null, standIns: standInFacts(system, clock.now()) }
    },
    random,
    logger,
  })
  const rehearsals = open.adopt(createRehearsals(), (it) => it.close())
  const services = createServices({
    ...{ engine, rehearsals },
    plans: { ...plans, reload: reloadAndPublish },
    standingWords: (plan, status) => standingWords(messages, plan, status),
    templates: createTemplateShelf({ dir: settings.templates, messages }),
    lookAtBackups: steps.lookAtBackups,
    probes: (planId) => detection.probes.standing(planId),
    inSlackGroup: async (user, group) => (await slack?.inGroup(user, group)) ?? false,
    reviewUrl: (incident) => reviewUrl(publicUrl ?? http.url, incident),
    voyage: ground.voyage,
  })
  ground.tellThrough(engine)
  const detection = open.adopt(
    createDetection({
      ...{ steps, services: () => services, clock, logger, newKey: () => random(16) },
      onLook: (plan, probe, answer) => metrics.countLook(plan, probe, answer),
    }),
    (it) => it.stop(),
  )
  async function reloadAndPublish(apply: boolean): ReturnType<PlanRegistry['reload']> {
    const reloaded = await plans.reload(apply)
    if (apply) {
      publicStatus.site.poke()
      await watch.adoptPlans()
    }
    return reloaded
  }
  const run = createRunner(services)
  const journal = { backing: ground.database, plans: () => services.plans(), random }
  const keeping = open.adopt(createKeeping({ ...journal, settings, clock, logger }), (it) => it.stop())
  const due = { nextDueMs: () => engine.nextDue(), nowMs: clock.now }
  const metrics = createMetrics({ services, ...due, ...operating.metrics, ...keeping, ...ground })
  const people = createPeople(services)

  const slack = openSlack({ settings, logger, clock, run, home: createHome(services), people })
  if (slack) open.defer(() => slack.stop())

  const standing: StandingWords = (plan, status) => standingWords(messages, plan, status)
  const publicStatus = open.adopt(
    createPublicStatus({
      ...{ settings, services, clock, random, logger, standingWords: standing, store: backing.subscribers },
      sendConfirmation: confirmBy(adapters.email, messages, () => services.plans(), clock.now),
      ...{ statusUrl: () => `${publicUrl ?? http.url}${STATUS_PATH}`, reachable: publicUrl !== undefined },
    }),
    (it) => it.close(),
  )

  const web = createSite({
    ...{ settings, services, messages, run, metrics, clock, logger, standingWords: standing, runLog: steps.logs.read },
    ...{ publicUrl, ownUrl: http.url, newKey: () => random(16), subscribing: publicStatus.subscribers, printPdf },
    ...operating.web,
    ready: keeping.readyWith(operating.web.ready),
  })
  http.serve({ web: web.fetch, ...(slack ? { slack: slack.listener } : {}) })

  const poll = createPolling({ adapters, services, engine, clock, logger })

  open.defer(() => engine.stop())
  await sayWhatWaited(engine, clock, logger)
  await engine.start()
  await watch.adoptPlans()
  const heartbeat = {
    ...{ url: settings.heartbeatUrl, clock: wallClock, logger },
    ...{ nextDueMs: () => engine.nextDue(), plansNowMs: clock.now },
  }
  open.adopt(startHeartbeat(heartbeat), (it) => it.stop())
  const looking = open.adopt(
    startLooking({
      settings: { ...settings, databaseUrl, ...(publicUrl ? { publicUrl } : {}) },
      ...{ hooksPath: HOOKS_PATH, slackLine: adapters.slackLine, ...keeping },
      ...{ services, engine, watch, lookAtBackups: steps.lookAtBackups, poll, clock, logger },
    }),
    (it) => it.stop(),
  )
  detection.start()
  keeping.start()
  operating.start()
  publicStatus.site.start()
  await slack?.start()
  for (const sentence of whatIsOff({ ...settings, ...(publicUrl ? { publicUrl } : {}) })) logger.info({}, sentence)

  return {
    url: http.url,
    databaseUrl,
    services,
    engine,
    plans,
    pollPagerDuty: async () => poll?.poll(),
    lookAtBackups: looking.lookAtBackups,
    lookAtReach: looking.lookAtReach,
    ...(looking.slackReach && { slackReach: looking.slackReach }),
    probes: detection.probes,
    slackSettled: async () => slack?.settled(),
    drain: operating.drain,
  }
}
