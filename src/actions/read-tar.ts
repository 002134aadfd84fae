/** Walks through a tar as it comes and counts what is in it. Promises bounded memory, whatever the file; looks at headers alone. */

const BLOCK = 512
/** Records about the next entry, and no entries themselves: long names and extended headers. */
const ABOUT_NEXT = new Set(['x', 'g', 'L', 'K'])

export interface TarWalk {
  write(chunk: Uint8Array): void
  /** Undefined: it breaks off in the middle, or has no end. */
  entries(): number | undefined
  /** What is in the place of a header is none. */
  broken(): boolean
}

export function walkTar(): TarWalk {
  let pending: Buffer = Buffer.alloc(0)
  /** Bytes of content still to come, filled up to whole blocks. */
  let skip = 0
  let count = 0
  let ended = false
  let broken = false

  const take = (header: Buffer) => {
    if (header.every((byte) => byte === 0)) {
      ended = true
      return
    }
    const size = sizeIn(header)
    if (header.toString('latin1', 257, 262) !== 'ustar' || size === undefined) {
      broken = true
      return
    }
    if (!ABOUT_NEXT.has(String.fromCharCode(header[156] ?? 0))) count++
    skip = Math.ceil(size / BLOCK) * BLOCK
  }
  return {
    write(chunk) {
      let left =
        pending.length === 0
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
          : Buffer.concat([pending, chunk])
      while (left.length > 0 && !ended && !broken) {
        const passed = Math.min(skip, left.length)
        skip -= passed
        left = left.subarray(passed)
        if (skip > 0 || left.length < BLOCK) break
        take(left.subarray(0, BLOCK))
        left = left.subarray(BLOCK)
      }
      // A copy, because the rest may be a small part of a large buffer that would be kept with it.
      pending = ended || broken ? Buffer.alloc(0) : Buffer.from(left)
    },
    entries: () => (ended ? count : undefined),
    broken: () => broken,
  }
}

/** In octal digits, or, where those do not suffice, as a number of base 256. */
function sizeIn(header: Buffer): number | undefined {
  if (((header[124] ?? 0) & 0x80) !== 0) {
    const size = header.readUIntBE(130, 6)
    return Number.isSafeInteger(size) ? size : undefined
  }
  const digits = header
    .toString('latin1', 124, 136)
    .replace(/[\0 ]+$/, '')
    .trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}
