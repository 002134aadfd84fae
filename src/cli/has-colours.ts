/** Whether what is written there is read in colours: on a terminal that shows them, unless NO_COLOR or FORCE_COLOR say otherwise. Node knows the rules. */
import { styleText } from 'node:util'

export const hasColours = (stream: NodeJS.WritableStream): boolean => styleText('bold', 'a', { stream }) !== 'a'
