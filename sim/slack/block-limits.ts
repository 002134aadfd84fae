/**
 * What Slack accepts in a message or a view: every limit that the sandbox enforces, in one table, and the block and
 * element types that exist. From docs.slack.dev: reference/block-kit (blocks, block elements, composition objects),
 * reference/views, and the methods' own pages; types as in `@slack/types` 3. All lengths are in characters, counted as
 * UTF-16 units.
 */
export const SLACK_LIMITS = {
  /** `text` of chat.postMessage. Slack cuts there; the sandbox refuses, so that nobody relies on being cut. */
  postTextCharsMax: 40_000,
  /**
   * `text` of chat.update: longer ones get `msg_too_long` (seen in seratch/ChatGPT-in-Slack#102), whatever 40,000
   * promises.
   */
  updateTextCharsMax: 4_000,
  messageBlocksMax: 50,
  viewBlocksMax: 100,
  /** A whole view as JSON; above it `view_too_large`. */
  viewBytesMax: 250_000,
  viewTitleCharsMax: 24,
  viewButtonCharsMax: 24,
  viewCallbackIdCharsMax: 255,
  viewExternalIdCharsMax: 255,
  privateMetadataCharsMax: 3_000,
  blockIdCharsMax: 255,
  actionIdCharsMax: 255,
  sectionTextCharsMax: 3_000,
  sectionFieldsMax: 10,
  sectionFieldCharsMax: 2_000,
  headerTextCharsMax: 150,
  contextElementsMax: 10,
  contextTextCharsMax: 3_000,
  actionsElementsMax: 25,
  inputLabelCharsMax: 2_000,
  inputHintCharsMax: 2_000,
  /** All `markdown` blocks of one message together. */
  markdownCharsMax: 12_000,
  imageUrlCharsMax: 3_000,
  imageAltCharsMax: 2_000,
  buttonTextCharsMax: 75,
  buttonValueCharsMax: 2_000,
  buttonUrlCharsMax: 3_000,
  placeholderCharsMax: 150,
  selectOptionsMax: 100,
  overflowOptionsMax: 5,
  choiceOptionsMax: 10,
  optionTextCharsMax: 75,
  optionValueCharsMax: 150,
  confirmTitleCharsMax: 100,
  confirmTextCharsMax: 300,
  confirmButtonCharsMax: 30,
} as const

/** Blocks that exist, with those whose insides the sandbox does not check. */
export const BLOCK_TYPES = new Set([
  'actions',
  'alert',
  'card',
  'carousel',
  'container',
  'context',
  'context_actions',
  'data_table',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'markdown',
  'plan',
  'rich_text',
  'section',
  'table',
  'task_card',
  'video',
])

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels']
const SELECT_TYPES = [...SELECTS.map((kind) => `${kind}_select`), ...SELECTS.map((kind) => `multi_${kind}_select`)]
const PICKERS = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', 'datetimepicker', ...SELECT_TYPES]

export const SECTION_ELEMENT_TYPES = new Set(['button', 'image', 'overflow', 'workflow_button', ...PICKERS])
export const ACTIONS_ELEMENT_TYPES = new Set(['button', 'overflow', 'workflow_button', 'rich_text_input', ...PICKERS])
export const INPUT_ELEMENT_TYPES = new Set([
  'plain_text_input',
  'email_text_input',
  'number_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
  ...PICKERS,
])

/** How many options a menu of the given type may offer; 0 for elements that offer none of their own. */
export function optionsMax(elementType: string): number {
  if (elementType === 'overflow') return SLACK_LIMITS.overflowOptionsMax
  if (elementType === 'checkboxes' || elementType === 'radio_buttons') return SLACK_LIMITS.choiceOptionsMax
  return elementType.endsWith('static_select') ? SLACK_LIMITS.selectOptionsMax : 0
}
