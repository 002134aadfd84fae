/**
 * The way of all output from what an action wrote to whoever reads it: bytes to UTF-8 (what is none becomes U+FFFD), control characters made harmless,
 * secrets masked; all of it also across the borders of pieces. Promises that memory stays bounded however much comes, and counts what it drops.
 */
import { createHarmless, harmless } from './harmless.ts'
import type { Masker } from './mask.ts'

export interface Output {
  /** A line of Muster's own. */
  say(line: string): void
  /** For one action: takes so many bytes of all its streams together, and counts and drops what comes after them. */
  intake(bytesMax: number): Intake
  counts(): { bytes: number; dropped: number }
}

interface Intake {
  stream(): ByteStream
}

interface ByteStream {
  write(chunk: Uint8Array): void
  /** Lets go what was held back; nothing comes any more. */
  end(): void
}

export function createOutput(mask: Masker, onOutput: (text: string) => void): Output {
  let bytes = 0
  let dropped = 0
  let isLineOpen = false

  const emit = (text: string) => {
    if (text === '') return
    isLineOpen = !text.endsWith('\n')
    onOutput(text)
  }
  const say = (line: string) => emit(`${isLineOpen ? '\n' : ''}${mask.text(harmless(line))}\n`)

  const stream = (): ByteStream => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const filter = createHarmless()
    const masked = mask.stream()
    return {
      write: (chunk) => emit(masked.write(filter.write(decoder.decode(chunk, { stream: true })))),
      end: () => emit(masked.write(filter.write(decoder.decode()) + filter.end()) + masked.end()),
    }
  }

  return {
    say,
    counts: () => ({ bytes, dropped }),
    intake(bytesMax) {
      let left = bytesMax
      let isFull = false
      return {
        stream() {
          const one = stream()
          return {
            ...one,
            write(chunk) {
              const taken = chunk.subarray(0, left)
              left -= taken.length
              bytes += taken.length
              dropped += chunk.length - taken.length
              if (taken.length > 0) one.write(taken)
              if (taken.length === chunk.length || isFull) return
              isFull = true
              say(`… more than ${sizeText(bytesMax)} of output: what comes from here on is counted and dropped`)
            },
          }
        },
      }
    },
  }
}

/** For tries of which only the end matters. */
export const QUIET: Output = {
  say() {},
  intake: () => ({ stream: () => ({ write() {}, end() {} }) }),
  counts: () => ({ bytes: 0, dropped: 0 }),
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

/** `12.3 MB`; of 1,024 each. */
export function sizeText(bytes: number): string {
  const unit = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1)
  const amount = bytes / 1024 ** unit
  return `${unit === 0 ? amount : Number(amount.toFixed(1))} ${UNITS[unit]}`
}
