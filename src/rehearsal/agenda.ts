/** What is to happen at a later moment of the virtual clock; what comes at the same moment comes in the order in which it was noted. */

export interface Agenda {
  note(atMs: number, act: () => Promise<void>): void
  /** When the next one comes, epoch ms; null: nothing is noted. */
  nextMs(): number | null
  /** Does what is due by then, one after the other. */
  doDue(nowMs: number): Promise<void>
}

export function createAgenda(): Agenda {
  const noted: { atMs: number; act: () => Promise<void> }[] = []
  return {
    note(atMs, act) {
      const place = noted.findLastIndex((other) => other.atMs <= atMs) + 1
      noted.splice(place, 0, { atMs, act })
    },
    nextMs: () => noted[0]?.atMs ?? null,
    async doDue(nowMs) {
      while (noted[0] && noted[0].atMs <= nowMs) await noted.shift()?.act()
    },
  }
}
