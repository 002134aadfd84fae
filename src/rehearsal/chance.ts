/**
 * All chance of a rehearsal, out of one seed. A draw depends on the seed and on what it is for, never on what was drawn before it: the same person answers the
 * same page as fast in two runs that differ in one fault, so that whatever the runs differ by comes from the fault.
 */

export interface Chance {
  readonly seed: number
  /** From 0 up to, but not, 1; evenly spread. */
  share(...what: (string | number)[]): number
  /** Half of all draws lie below the median; `spread` is the standard deviation of the logarithm. */
  logNormal(median: number, spread: number, ...what: (string | number)[]): number
}

export function createChance(seed: number): Chance {
  const share = (...what: (string | number)[]) => mixed(`${seed}\n${what.join('\n')}`) / 2 ** 32
  return {
    seed,
    share,
    logNormal(median, spread, ...what) {
      // Box and Muller; 1 - share is never 0.
      const radius = Math.sqrt(-2 * Math.log(1 - share(...what, 'radius')))
      return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * share(...what, 'angle')))
    },
  }
}

/** So many random bytes as hex, for the salts of the journal: the same at every rehearsal, for nothing here has to be kept secret. */
export function createSalts(chance: Chance): (bytes: number) => string {
  let salts = 0
  return (bytes) => {
    const nth = salts++
    const words = Array.from({ length: Math.ceil(bytes / 4) }, (_, word) => chance.share('salt', nth, word) * 2 ** 32)
    return words
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('')
      .slice(0, bytes * 2)
  }
}

/** 32 bits of a text: FNV-1a, then the finisher of MurmurHash3, without which texts that differ in their last letter give neighbours. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
