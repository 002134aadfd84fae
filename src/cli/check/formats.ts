/** How `muster check` can write its findings. Apart, so that the command line knows them without loading the command. */
export const FORMATS = ['text', 'compact', 'json', 'sarif'] as const
export type Format = (typeof FORMATS)[number]
