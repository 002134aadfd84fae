/**
 * All chance of a simulation, out of one seed. Each part of the simulator has a stream of its own by name, so that a change in what people do does not reshuffle
 * which services fail. Promises the same numbers on every machine.
 */

export interface Entropy {
  /** From 0 up to, but not, 1. */
  share(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  happens(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** So many random bytes, as lower case hex. */
  hex(bytes: number): string
}

export function createEntropy(seed: number, name: string): Entropy {
  const next = generator(mixed(`${seed}\n${name}`))
  const share = () => next() / 2 ** 32
  const between = (from: number, to: number) => from + Math.floor(share() * (to - from + 1))
  return {
    share,
    between,
    happens: (probability) => share() < probability,
    pick: (from) => {
      if (from.length === 0) throw new Error('there is nothing to pick from')
      return from[between(0, from.length - 1)]!
    },
    hex(bytes) {
      const words = Array.from({ length: Math.ceil(bytes / 4) }, () => next().toString(16).padStart(8, '0'))
      return words.join('').slice(0, bytes * 2)
    },
  }
}

/** Small fast counter, 32 bits (Chris Doty-Humphrey's SFC32), warmed up. */
function generator(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed, 1]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 12; warm++) next()
  return next
}

/** 32 bits of a text: FNV-1a with a finisher. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
