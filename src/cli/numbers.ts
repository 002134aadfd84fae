/** Numbers as arguments, with a sentence for what is none. */
import { InvalidArgumentError } from 'commander'

/** A whole number of at least 0. */
export function count(written: string): number {
  if (!/^\d{1,15}$/.test(written)) throw new InvalidArgumentError('write a whole number, 0 or more.')
  return Number(written)
}

export function atLeastOne(written: string): number {
  const number = count(written)
  if (number === 0) throw new InvalidArgumentError('write a whole number, 1 or more.')
  return number
}

export function port(written: string): number {
  const number = count(written)
  if (number > 65_535) throw new InvalidArgumentError('write a port between 0 and 65535.')
  return number
}

/** Above 0, up to 100. */
export function percent(written: string): number {
  const number = Number(written)
  if (!(number > 0 && number <= 100)) throw new InvalidArgumentError('write percent, above 0 and up to 100.')
  return number
}
