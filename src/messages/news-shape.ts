/** A piece of news in words. */
export interface NewsWords {
  /** Said in a notification, so that the phone need not be unlocked: `Corner Shop: Quarterly drill begins`. */
  title: string
  /** What there is to know and to do, in sentences. */
  text: string
  /** Commands of `/dr`, with the words that they take. */
  buttons: { command: string; label: string; value: string; style?: 'primary' | 'danger' }[]
}
