/**
 * The end of an output that may be endless: appending costs next to nothing, and memory stays bounded whatever comes. Counts the lines that it lets go.
 */

export interface OutputTail {
  append(text: string): void
  /** The end, from the start of a line where it can be; `earlier`: lines before it. */
  read(): { text: string; earlier: number }
}

export function createOutputTail(charsKept: number): OutputTail {
  let kept = ''
  let earlier = 0

  const shorten = () => {
    const cut = kept.length - charsKept
    const lineStart = kept.indexOf('\n', cut) + 1
    // Within a line that is longer than all that is kept there is no start to begin at.
    const from = lineStart > 0 && lineStart - cut < charsKept / 2 ? lineStart : cut
    earlier += linesIn(kept, from)
    kept = copyOf(kept.slice(from))
  }
  return {
    append(text) {
      kept += text
      // Only now and then, so that many small pieces do not each move all that is kept.
      if (kept.length >= 2 * charsKept) shorten()
    },
    read() {
      if (kept.length > charsKept) shorten()
      return { text: kept, earlier }
    },
  }
}

/** Line ends before `end`. */
function linesIn(text: string, end: number): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** A slice would keep all of what it was cut from in memory. */
const copyOf = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
