/** All replicas: who runs, who was killed and when they start again. A kill is never foreseen: it is drawn anew at each call of a port. */
import { createEntropy } from '../entropy.ts'
import type { Span } from '../span.ts'
import { createLife, type Life } from './life.ts'
import { type Replica, startReplica, type World } from './replica.ts'

export interface Fleet {
  alive(): Replica[]
  /** From now on nobody is killed, and whoever is dead starts. */
  heal(): void
}

/** A replica starts again after so long at most, milliseconds. */
const RESTART_MAX_MS = 40_000

export function createFleet(
  world: World,
  { span, note }: { span: Span; note: (who: string, what: string) => void },
): Fleet {
  const { scheduler, faults, witness, seed } = world
  const entropy = createEntropy(seed, 'kills')
  const running = new Map<string, Replica>()
  let killsLeft = faults.killsMax
  let isHealed = false

  const isKilledHere = () => {
    if (isHealed || killsLeft === 0 || !entropy.happens(faults.killsPerCall)) return false
    killsLeft--
    return true
  }
  const begin = (index: number) => {
    const replica = `r${index + 1}`
    if (running.has(replica)) return
    const clock = faults.clocks[index]!
    const life: Life = createLife({
      ...{ replica, scheduler, entropy: world.entropy, isKilledHere },
      offMs: (atMs) => clock.skewMs + (atMs >= clock.jumpAtMs ? clock.jumpMs : 0),
      onKilled() {
        running.delete(replica)
        witness.kills.push({ atMs: scheduler.nowMs, replica })
        note(replica, 'is killed')
        scheduler.after(entropy.between(100, RESTART_MAX_MS), () => begin(index))
      },
    })
    note(replica, 'starts')
    running.set(replica, startReplica(world, life))
  }
  for (let index = 0; index < faults.replicas; index++) scheduler.at(span.fromMs, () => begin(index))
  return {
    alive: () => [...running.values()],
    heal() {
      isHealed = true
      for (let index = 0; index < faults.replicas; index++) begin(index)
    },
  }
}
