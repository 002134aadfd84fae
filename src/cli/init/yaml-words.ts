/** Texts of people as YAML, and ids made of them. Promises that what is read back is what they wrote, whatever they wrote. */

/** Read as text by every reader of YAML when it stands alone, in a list or in a block in braces. */
const PLAIN = /^(?:[A-Za-z][A-Za-z0-9 ._/@()'’-]*[A-Za-z0-9.)/]|\d+(?:\.\d+)? [a-z]+)$/
/** Read as something other than text by one version of YAML or another. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|null|y|n)$/i

/** A text as one YAML scalar, with quotes only where it needs them. */
export const yamlText = (text: string): string =>
  PLAIN.test(text) && !NOT_TEXT.test(text) ? text : JSON.stringify(text)

/** Letters that no accent can be taken from. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** An id made of a name: `Ana Ámes` → `ana-ames`. Never one of `taken`, to which it is added. */
export function idOf(name: string, otherwise: string, taken: Set<string>): string {
  const letters = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  const plain = letters.replace(/\p{L}/gu, (letter) => LETTERS[letter] ?? letter)
  const made = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  // Without quotes it must not be taken for a number or a yes.
  const base = /^[a-z]/.test(made) && !NOT_TEXT.test(made) ? made : [otherwise, made].filter(Boolean).join('-')
  let id = base
  for (let nth = 2; taken.has(id); nth++) id = `${base}-${nth}`
  taken.add(id)
  return id
}
