/** What the program stands on: the database, and a lifeboat for when that is away (docs/lifeboat.md). */
import path from 'node:path'
import type { AnyCore, Cores } from '../engine/any-core.ts'
import { type Backing, createPostgresBacking, type PostgresBacking } from '../engine/backing.ts'
import type { Clock } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { Random } from '../engine/journal.ts'
import type { CopyLine } from '../engine/lifeboat/copy.ts'
import { createLifeboat, type Lifeboat } from '../engine/lifeboat/lifeboat.ts'
import { openLineFile } from '../engine/lifeboat/line-file.ts'
import { LOOK_TIMES } from '../engine/lifeboat/lookout.ts'
import { probeDatabase } from '../engine/lifeboat/probe.ts'
import type { RecordLine } from '../engine/lifeboat/record.ts'
import type { Voyage } from '../engine/lifeboat/replay.ts'
import { filesIn, takeSlot } from '../engine/lifeboat/slot.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import { adriftIncidentCore } from '../incident/adrift.ts'
import { incidentCore } from '../incident/core.ts'
import type { IncidentState } from '../incident/state.ts'
import { type MergeFacts, mergedEvent } from '../incident/voyage.ts'
import { SYSTEM } from '../plan/actor.ts'
import type { AnyEvent, Outcome } from '../plan/core.ts'
import { adriftWatchCore } from '../readiness/watch/adrift.ts'
import { watchCore } from '../readiness/watch/core.ts'
import { type AnyEffect, coreOf } from './cores.ts'
import { packageVersion } from './package-root.ts'
import { QUEUES, queueOf } from './queues.ts'
import type { Settings } from './settings.ts'

/** Streams of incidents; only they tell people of a voyage. */
const INCIDENTS = 'DR-'

/** Characters of a voyage's name that go into the ids of what is declared meanwhile; in capitals, as ids are. */
const VOYAGE_CHARS = 4

export interface Ground {
  backing: Backing
  /** The database alone: for what must not be done from a copy, such as keeping the journal's heads. */
  database: Pick<PostgresBacking, 'storage' | 'copyProgress'>
  cores: Cores<AnyEffect>
  /** Goes into the ids of what is declared while the database is away; undefined: it is not. */
  voyage(): string | undefined
  /** Since when the database has been away, by the plans' clock. */
  adriftSinceMs(): number | undefined
  /** How old the local copy is; undefined: there is none. */
  copyAgeSeconds(): number | undefined
  /** What must not be begun while the database is away, though it was asked for before: held back, and handed out again when it is back. */
  holdBack(effect: AnyEffect): Outcome | undefined
  /** Tells open incidents that the database is away. */
  tellThrough(engine: Engine): void
}

export interface GroundParts {
  settings: Pick<Settings, 'dataDir' | 'secret' | 'databaseLooks'>
  databaseUrl: string
  clock: Clock
  random: Random
  logger: Logger
}

/** Ends with `open`. A folder that cannot be used only costs the lifeboat: an incident must not wait for it. */
export async function openGround(parts: GroundParts, open: AsyncDisposableStack): Promise<Ground> {
  const { settings, databaseUrl, logger } = parts
  const postgres = createPostgresBacking({
    ...{ connectionString: databaseUrl, queues: QUEUES, version: packageVersion(), secret: settings.secret, logger },
  })
  let engine: Engine | undefined
  const boat = settings.dataDir === '' ? undefined : await tryOpen({ ...parts, postgres }, () => engine)
  if (boat) open.defer(boat.release)
  open.defer(() => (boat?.lifeboat ?? postgres).stop())
  const lifeboat = boat?.lifeboat
  await (lifeboat ?? postgres).storage.start()
  return {
    backing: lifeboat ?? postgres,
    database: postgres,
    cores: (lifeboat?.cores ?? coreOf) as Cores<AnyEffect>,
    voyage: () => lifeboat?.voyage()?.slice(0, VOYAGE_CHARS).toUpperCase(),
    adriftSinceMs: () => lifeboat?.adriftSinceMs(),
    copyAgeSeconds: () => {
      const ageMs = lifeboat?.copyAgeMs()
      return ageMs === undefined ? undefined : ageMs / 1_000
    },
    holdBack: ({ kind }) => (lifeboat?.adriftSinceMs() !== undefined && HELD_BACK.has(kind) ? WAITS : undefined),
    tellThrough: (through) => {
      engine = through
    },
  }
}

const HELD_BACK: ReadonlySet<string> = new Set<AnyEffect['kind']>([
  'run-step',
  'ask-approval',
  'find-restore-points',
  'make-backup',
  'verify-backup',
])
const WAITS: Outcome = { ok: false, reason: 'The database is away.', detail: { held: true } }

async function tryOpen(
  parts: GroundParts & { postgres: Backing },
  engine: () => Engine | undefined,
): Promise<{ lifeboat: Lifeboat; release(): Promise<void> } | undefined> {
  const { settings, databaseUrl, clock, random, logger, postgres } = parts
  try {
    const slot = await takeSlot(path.join(settings.dataDir, 'lifeboat'), wallClock.now())
    const files = filesIn(slot.dir)
    const lifeboat = createLifeboat<AnyEffect>({
      ...{ postgres, random, clock, wall: wallClock, logger, coresAshore: coreOf, adrift: adriftCore, tell },
      ...(slot.copyWrittenMs !== undefined && { copyWrittenMs: slot.copyWrittenMs }),
      copyFile: await openLineFile<CopyLine>(files.copy),
      recordFile: await openLineFile<RecordLine>(files.record),
      times: settings.databaseLooks ?? LOOK_TIMES,
      probe: () => probeDatabase(databaseUrl),
      queueOf: (effect) => queueOf(effect as Parameters<typeof queueOf>[0]),
      whileAdrift: () => sayAdrift(engine(), clock),
    })
    return { lifeboat, release: slot.release }
  } catch (err) {
    logger.error(
      { err },
      'There is no lifeboat: its files in the data directory cannot be used. Without the database nobody is paged',
    )
    return undefined
  }
}

function adriftCore(core: AnyCore<AnyEffect>): AnyCore<AnyEffect> {
  if (core === (incidentCore as AnyCore<AnyEffect>)) return adriftIncidentCore as AnyCore<AnyEffect>
  return core === (watchCore as AnyCore<AnyEffect>) ? (adriftWatchCore as AnyCore<AnyEffect>) : core
}

const tell = (voyage: Voyage, nowMs: number): AnyEvent | undefined =>
  voyage.stream.startsWith(INCIDENTS) ? mergedEvent(voyage as unknown as MergeFacts, nowMs, SYSTEM) : undefined

/** Each open incident hears once that it is run from the lifeboat; one that was declared meanwhile as well. */
async function sayAdrift(engine: Engine | undefined, clock: Clock): Promise<void> {
  const open = (await engine?.readAll<IncidentState>({ prefix: INCIDENTS, open: true })) ?? []
  for (const { stream, state } of open) {
    if (state.adriftSinceMs === null) await engine?.submit(stream, { type: 'go-adrift', atMs: clock.now(), by: SYSTEM })
  }
}
