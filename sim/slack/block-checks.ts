/**
 * Checks blocks and their elements against Slack's documented limits and shapes (block-limits.ts). It only complains;
 * blocks that the bot has no use for (rich_text, video, table, ...) pass with their ids checked.
 */
import {
  ACTIONS_ELEMENT_TYPES,
  BLOCK_TYPES,
  INPUT_ELEMENT_TYPES,
  SLACK_LIMITS as LIMITS,
  optionsMax,
  SECTION_ELEMENT_TYPES,
} from './block-limits.ts'
import type { Complaints } from './complaints.ts'
import { isObject, type Json, stringOf } from './wire.ts'

type BlockCheck = (block: Json, pointer: string, complaints: Complaints) => void

/**
 * @param blocks the `blocks` of a message or view.
 * @param pointer where they are in the request, like `/blocks` or `/view/blocks`.
 * @param max how many that surface takes.
 */
export function checkBlocks(blocks: unknown, pointer: string, max: number, complaints: Complaints): void {
  const blockIds = new Set<unknown>()
  let markdownChars = 0
  for (const [index, block] of complaints.list(blocks, pointer, max).entries()) {
    const at = `${pointer}/${index}`
    const type = stringOf(block.type)
    if (!BLOCK_TYPES.has(type)) complaints.add(`unsupported type: ${block.type}`, `${at}/type`)
    complaints.text(block.block_id, `${at}/block_id`, LIMITS.blockIdCharsMax)
    complaints.unique(block.block_id, blockIds, 'block_id', `${at}/block_id`)
    BLOCK_CHECKS[type]?.(block, at, complaints)
    if (type === 'markdown') markdownChars += stringOf(block.text).length
  }
  if (markdownChars > LIMITS.markdownCharsMax) {
    complaints.add(`must be less than ${LIMITS.markdownCharsMax + 1} characters in all markdown blocks`, pointer)
  }
}

const BLOCK_CHECKS: Record<string, BlockCheck> = {
  section(block, at, complaints) {
    if (block.text === undefined && block.fields === undefined) complaints.add('missing required field: text', at)
    complaints.textObject(block.text, `${at}/text`, LIMITS.sectionTextCharsMax, 'any')
    if (block.fields !== undefined) {
      for (const [index, field] of complaints.list(block.fields, `${at}/fields`, LIMITS.sectionFieldsMax).entries()) {
        complaints.textObject(field, `${at}/fields/${index}`, LIMITS.sectionFieldCharsMax, 'any')
      }
    }
    if (block.accessory === undefined) return
    const accessory = complaints.object(block.accessory, `${at}/accessory`)
    if (accessory) checkElement(accessory, `${at}/accessory`, SECTION_ELEMENT_TYPES, complaints)
  },
  header(block, at, complaints) {
    complaints.textObject(block.text, `${at}/text`, LIMITS.headerTextCharsMax, 'plain_text', 'required')
  },
  context(block, at, complaints) {
    const elements = complaints.list(block.elements, `${at}/elements`, LIMITS.contextElementsMax)
    for (const [index, element] of elements.entries()) {
      const pointer = `${at}/elements/${index}`
      if (element.type === 'image') checkImage(element, pointer, complaints)
      else complaints.textObject(element, pointer, LIMITS.contextTextCharsMax, 'any')
    }
  },
  actions(block, at, complaints) {
    const actionIds = new Set<unknown>()
    const elements = complaints.list(block.elements, `${at}/elements`, LIMITS.actionsElementsMax)
    for (const [index, element] of elements.entries()) {
      const pointer = `${at}/elements/${index}`
      checkElement(element, pointer, ACTIONS_ELEMENT_TYPES, complaints)
      complaints.unique(element.action_id, actionIds, 'action_id', `${pointer}/action_id`)
    }
  },
  input(block, at, complaints) {
    complaints.textObject(block.label, `${at}/label`, LIMITS.inputLabelCharsMax, 'plain_text', 'required')
    complaints.textObject(block.hint, `${at}/hint`, LIMITS.inputHintCharsMax, 'plain_text')
    const element = complaints.object(block.element, `${at}/element`)
    if (element) checkElement(element, `${at}/element`, INPUT_ELEMENT_TYPES, complaints)
  },
  image(block, at, complaints) {
    checkImage(block, at, complaints)
    complaints.textObject(block.title, `${at}/title`, LIMITS.imageAltCharsMax, 'plain_text')
  },
  markdown(block, at, complaints) {
    complaints.text(block.text, `${at}/text`, LIMITS.markdownCharsMax, 'required')
  },
}

function checkImage(image: Json, at: string, complaints: Complaints) {
  complaints.text(image.alt_text, `${at}/alt_text`, LIMITS.imageAltCharsMax, 'required')
  complaints.text(image.image_url, `${at}/image_url`, LIMITS.imageUrlCharsMax)
}

function checkElement(element: Json, at: string, allowedTypes: Set<string>, complaints: Complaints) {
  const type = stringOf(element.type)
  if (!allowedTypes.has(type)) complaints.add(`unsupported type: ${element.type}`, `${at}/type`)
  complaints.text(element.action_id, `${at}/action_id`, LIMITS.actionIdCharsMax)
  complaints.textObject(element.placeholder, `${at}/placeholder`, LIMITS.placeholderCharsMax, 'plain_text')
  if (type === 'image') checkImage(element, at, complaints)
  if (type === 'button') checkButton(element, at, complaints)
  if (optionsMax(type) > 0) checkOptions(element, at, optionsMax(type), complaints)
  if (element.confirm !== undefined) checkConfirm(element.confirm, `${at}/confirm`, complaints)
}

function checkButton(button: Json, at: string, complaints: Complaints) {
  complaints.textObject(button.text, `${at}/text`, LIMITS.buttonTextCharsMax, 'plain_text', 'required')
  complaints.text(button.value, `${at}/value`, LIMITS.buttonValueCharsMax)
  complaints.text(button.url, `${at}/url`, LIMITS.buttonUrlCharsMax)
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') {
    complaints.add(`unsupported style: ${button.style}`, `${at}/style`)
  }
}

function checkOptions(menu: Json, at: string, max: number, complaints: Complaints) {
  const groups = menu.option_groups === undefined ? [] : complaints.list(menu.option_groups, `${at}/option_groups`, max)
  const lists: [unknown, string][] = groups.map((group, index) => [
    group.options,
    `${at}/option_groups/${index}/options`,
  ])
  if (menu.option_groups === undefined) lists.push([menu.options, `${at}/options`])
  for (const [options, pointer] of lists) {
    for (const [index, option] of complaints.list(options, pointer, max).entries()) {
      complaints.textObject(option.text, `${pointer}/${index}/text`, LIMITS.optionTextCharsMax, 'any', 'required')
      complaints.text(option.value, `${pointer}/${index}/value`, LIMITS.optionValueCharsMax)
      complaints.textObject(option.description, `${pointer}/${index}/description`, LIMITS.optionTextCharsMax, 'any')
    }
  }
}

function checkConfirm(confirm: unknown, at: string, complaints: Complaints) {
  if (!isObject(confirm)) return complaints.add('must provide an object', at)
  complaints.textObject(confirm.title, `${at}/title`, LIMITS.confirmTitleCharsMax, 'plain_text', 'required')
  complaints.textObject(confirm.text, `${at}/text`, LIMITS.confirmTextCharsMax, 'any', 'required')
  complaints.textObject(confirm.confirm, `${at}/confirm`, LIMITS.confirmButtonCharsMax, 'plain_text')
  complaints.textObject(confirm.deny, `${at}/deny`, LIMITS.confirmButtonCharsMax, 'plain_text')
}
