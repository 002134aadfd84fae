/** The manifest asks Slack for exactly what the code needs: scopes for the methods called, events and shortcuts that are handled. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { EVENTS_PATH } from '../../../src/adapters/slack/http-receiver.ts'
import { BOT_EVENTS, METHOD_SCOPES, RECEIVING_SCOPES, SHORTCUTS } from '../../../src/adapters/slack/scopes.ts'

const manifest = parse(readFileSync('manifest.yml', 'utf8'))
const folder = 'src/adapters/slack'
const source = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'scopes.ts')
  .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  .join('\n')

/** `client.chat.postMessage(` → `chat.postMessage`; the Socket Mode client's own methods have no dot. */
const methodsCalled = () =>
  new Set([...source.matchAll(/\bclient\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)].map((match) => match[1]!))

test('the table of methods lists every one that is called, and no other', () => {
  expect([...methodsCalled()].sort()).toEqual(Object.keys(METHOD_SCOPES).sort())
  // But for the client itself, which passes each call on.
  expect(source.replace('super.apiCall(', '')).not.toMatch(/\.apiCall\(/)
})

test('the manifest asks for exactly the scopes of the methods and of what is received', () => {
  const needed = new Set([...Object.values(METHOD_SCOPES).flat(), ...Object.values(RECEIVING_SCOPES)])
  expect(manifest.oauth_config.scopes.bot).toEqual([...needed].sort())
  expect(manifest.oauth_config.scopes.user).toBeUndefined()
})

test('the events subscribed to are those that are listened for', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([...BOT_EVENTS])
  const listened = [...source.matchAll(/app\.event\('([a-z_]+)'/g)].map((match) => match[1]!)
  expect(listened.sort()).toEqual(BOT_EVENTS.map((event) => event.split('.')[0]!).sort())
})

test('the shortcuts are commands, and all requests go to one address', () => {
  const declared = manifest.features.shortcuts.map((entry: { callback_id: string; type: string }) => [
    entry.callback_id,
    entry.type,
  ])
  expect(Object.fromEntries(declared)).toEqual(SHORTCUTS)
  const [command, ...others] = manifest.features.slash_commands
  expect(others).toEqual([])
  expect(command).toMatchObject({ command: '/dr', should_escape: true })
  for (const url of [
    command.url,
    manifest.settings.interactivity.request_url,
    manifest.settings.event_subscriptions.request_url,
  ]) {
    expect(new URL(url).pathname).toBe(EVENTS_PATH)
  }
})

test('people can be paged by direct message, and the texts fit what Slack takes', () => {
  expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true })
  const { name, description, long_description } = manifest.display_information
  expect(name.length).toBeLessThanOrEqual(35)
  expect(description.length).toBeLessThanOrEqual(140)
  expect(long_description.length).toBeGreaterThanOrEqual(174)
  expect(long_description.length).toBeLessThanOrEqual(4000)
  for (const { name: label } of manifest.features.shortcuts) expect(label.length).toBeLessThanOrEqual(24)
})
