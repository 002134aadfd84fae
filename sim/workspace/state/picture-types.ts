/** The kinds of file that are shown as pictures, by what the server hands out and what the page draws: of these nothing runs. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif']
