/** Takes a name of several words off the front of what was typed, longest first: `P1 Critical it got worse`. */
const NAME_WORDS_MAX = 6

/** `named` reads a whole name; `rest` is what follows it. Undefined when the words begin with no such name. */
export function takeName<T>(
  words: string,
  named: (name: string) => T | undefined,
): { found: T; rest: string } | undefined {
  const ends = [...words.matchAll(/\S+/g)].slice(0, NAME_WORDS_MAX).map((match) => match.index + match[0].length)
  for (const end of ends.reverse()) {
    const found = named(words.slice(0, end))
    if (found !== undefined) return { found, rest: words.slice(end).trim() }
  }
  return undefined
}
