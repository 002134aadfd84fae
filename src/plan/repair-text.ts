/**
 * Undoes one common accident: UTF-8 text that somebody's tool read as Windows-1252 and saved again, so that a siren emoji
 * stands there as four odd letters (plan A, finding E1). Promises to repair such runs only and to leave correct text alone;
 * where a short run could be either, it is left.
 */

/** What Windows-1252 puts at 0x80 to 0x9f; its five holes map to the control characters of the same number, as browsers do. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const byteOf = new Map<string, number>()
for (let byte = 0x80; byte <= 0xff; byte++) byteOf.set(HIGH[byte - 0x80] ?? String.fromCharCode(byte), byte)

const utf8 = new TextDecoder('utf-8', { fatal: true })

export interface Repair {
  /** From 1. */
  line: number
  /** From 1, in the text as it was. */
  column: number
  before: string
  after: string
}

/** The text with garbled runs repaired, and each repair made. A text without any comes back as it is. */
export function repairText(text: string): { text: string; repairs: Repair[] } {
  const repairs: Repair[] = []
  const lines = text.split('\n').map((line, index) =>
    line.replace(/[\u0080-\uffff]+/g, (run, column: number) => {
      const after = repairRun(run)
      if (after !== run) repairs.push({ line: index + 1, column: column + 1, before: run, after })
      return after
    }),
  )
  return { text: repairs.length === 0 ? text : lines.join('\n'), repairs }
}

interface Sequence {
  text: string
  length: number
  sure: boolean
}

function repairRun(run: string): string {
  let repaired = ''
  let index = 0
  while (index < run.length) {
    const sequences = sequencesAt(run, index)
    // One short sequence alone may be correct text, such as "ß“" at the end of a German quotation; two in a row are not.
    const believed = sequences.length > 1 || sequences[0]?.sure ? sequences : []
    repaired += believed.length > 0 ? believed.map((sequence) => sequence.text).join('') : run[index]
    index += Math.max(
      1,
      believed.reduce((sum, sequence) => sum + sequence.length, 0),
    )
  }
  return repaired
}

/** The unbroken row of garbled UTF-8 sequences that starts at `start`. */
function sequencesAt(run: string, start: number): Sequence[] {
  const found: Sequence[] = []
  for (let index = start; index < run.length; ) {
    const sequence = sequenceAt(run, index)
    if (!sequence) break
    found.push(sequence)
    index += sequence.length
  }
  return found
}

function sequenceAt(run: string, index: number): Sequence | undefined {
  const lead = byteOf.get(run[index] ?? '') ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
  if (length === 0 || index + length > run.length) return undefined
  const bytes = Uint8Array.from(run.slice(index, index + length), (char) => byteOf.get(char) ?? 0)
  try {
    const text = utf8.decode(bytes)
    if (/\p{Cc}/u.test(text)) return undefined
    // Leads that are rarely followed by these marks in any language's own text: Â, Ã, â, ï and every four-byte one.
    return { text, length, sure: length === 4 || [0xc2, 0xc3, 0xe2, 0xef].includes(lead) }
  } catch {
    return undefined
  }
}
