/** A time during which something was so, true time in epoch ms; the end is not in it. */
export interface Span {
  fromMs: number
  toMs: number
}
