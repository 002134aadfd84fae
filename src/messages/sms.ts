/**
 * Lengths of text messages, and making them fit. A phone network counts in the GSM 7-bit alphabet (160 characters, 153 in each part of a
 * longer one); a single character outside it makes the whole message UCS-2 (70, or 67 each). Alphabet: 3GPP TS 23.038, section 6.2.1.
 */

const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Behind an escape: two places each. */
const GSM_EXTENDED = new Set('^{}\\[~]|€\f')

/** Typographer's characters by their plain relatives. */
const PLAIN: Record<string, string> = {
  '\u2013': '-',
  '\u2014': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2026': '...',
  '\u2022': '-',
  '\u00a0': ' ',
  '`': "'",
}

export interface SmsLength {
  alphabet: 'GSM-7' | 'UCS-2'
  /** Septets, or UTF-16 code units. */
  units: number
  segments: number
}

export function smsLength(text: string): SmsLength {
  const septets = septetsOf(text)
  if (septets !== undefined) return { alphabet: 'GSM-7', units: septets, segments: parts(septets, 160, 153) }
  return { alphabet: 'UCS-2', units: text.length, segments: parts(text.length, 70, 67) }
}

const parts = (units: number, alone: number, each: number) => (units <= alone ? 1 : Math.ceil(units / each))

function septetsOf(text: string): number | undefined {
  let septets = 0
  for (const character of text) {
    if (GSM_BASIC.has(character)) septets += 1
    else if (GSM_EXTENDED.has(character)) septets += 2
    else return undefined
  }
  return septets
}

/** The text in GSM-7 alone: accents that the alphabet lacks are dropped, what has no plain relative becomes `?`, pictures vanish. */
export function toGsm7(text: string): string {
  let plain = ''
  for (const character of text.normalize('NFC')) {
    if (GSM_BASIC.has(character) || GSM_EXTENDED.has(character)) plain += character
    else plain += PLAIN[character] ?? bare(character)
  }
  return plain
}

function bare(character: string): string {
  if (/\p{Extended_Pictographic}|\p{M}|\u200d|\ufe0f/u.test(character)) return ''
  const base = character.normalize('NFD').charAt(0)
  return GSM_BASIC.has(base) ? base : '?'
}

/** One unsplit message, for whoever is paged: what is split may arrive in the wrong order, or in part. */
export const SMS_UNITS_MAX = 160
/** Two parts, for everything else: half a sentence helps nobody. */
export const SMS_TWO_UNITS_MAX = 306

/**
 * Makes a message of `head` and `tail` that fits `unitsMax` GSM-7 places. The tail (what to answer, the link) is kept whole and the head is
 * cut at its end, marked with two dots. A tail too long by itself is kept all the same: half a link helps nobody.
 */
export function fitSms(head: string, tail: string, unitsMax = SMS_UNITS_MAX): string {
  const end = toGsm7(oneLine(tail))
  const start = toGsm7(oneLine(head))
  const joined = [start, end].filter((part) => part !== '').join(' ')
  if (units(joined) <= unitsMax) return joined
  const characters = [...start]
  const room = unitsMax - units(end) - (end === '' ? 0 : 1) - 2
  while (characters.length > 0 && units(characters.join('')) > room) characters.pop()
  const cut = wholeNumbers(start, characters.length).trimEnd()
  // Cut where a sentence ends, it reads as whole.
  const isWhole = /[.!?]$/.test(cut) && start.charAt(cut.length) === ' '
  // Cut just before the stop, it has that one and no two dots behind it.
  const [stop = '..'] = /^[.!?](?=\s|$)/.exec(start.slice(cut.length)) ?? []
  return cut === '' ? end : [isWhole ? cut : `${cut}${stop}`, end].filter((part) => part !== '').join(' ')
}

/** The beginning of a text. A number that does not fit is left out: half of it is another number. */
function wholeNumbers(text: string, length: number): string {
  const cut = text.slice(0, length)
  return /^[.,:]?\d/.test(text.slice(length)) ? cut.replace(/\d[\d.,:]*$/, '') : cut
}

const units = (text: string) => septetsOf(text) ?? text.length
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
