import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventTypes } from '#contract/events'

const features = join(import.meta.dirname, '..', 'server', 'features')

/** Declared for what the filter of a card's feed has from the start; it comes with links whose clicks are known. */
const awaited = ['key_action.performed']

/** Features that name types of events only to read them, and files in which one reacts to them. */
const readers =
  /^(event-list|reports|live|notifications|search|website|feed)\/|^erasure\/event-values|(^|\/)reactions\.ts$/

async function sourceOfWriters(): Promise<string> {
  const names = (await readdir(features, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !/\.test\.ts$|(^|\/)test-/.test(name) && !readers.test(name),
  )
  const texts = await Promise.all(names.map((name) => readFile(join(features, name), 'utf8')))
  return texts.join('\n')
}

test('every type of event is emitted by something, so that no filter offers what never happens', async () => {
  const source = await sourceOfWriters()
  const silent = Object.keys(eventTypes).filter((type) => {
    const [kind = '', fact = ''] = type.split('.')
    // A type may be made of a kind and a fact: `${kind}.tagged`, `incoming_lead.${outcome}`.
    return [`'${type}'`, `}.${fact}\``, `\`${kind}.\${`].every((words) => !source.includes(words))
  })
  // It looked: the sources of some forty features are not short.
  expect(source.length).toBeGreaterThan(500_000)
  expect(silent).toEqual(awaited)
})
