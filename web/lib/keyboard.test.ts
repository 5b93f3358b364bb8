import { beforeEach, describe, expect, it } from 'vitest'
import { keyCaps } from './key-names.ts'
import { addHotkeys, namesOf } from './keyboard.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
let press: (event: object) => void = () => undefined

class Field {
  readonly isField = true
}
beforeEach(() => {
  const fields = {
    HTMLElement: Field,
    HTMLTextAreaElement: Field,
    HTMLSelectElement: Field,
    HTMLInputElement: Field,
  }
  Object.assign(globalThis, fields, {
    document: { querySelector: () => null },
    window: {
      addEventListener: (_name: string, listener: typeof press) => (press = listener),
      removeEventListener: () => (press = () => undefined),
    },
  })
})

function key(code: string, sign: string, more: object = {}): object {
  return { ...none, code, key: sign, target: null, timeStamp: 0, preventDefault: () => undefined, ...more }
}

describe('hotkeys', () => {
  it('a letter is its place on the keyboard, in every layout; a question mark is the sign', () => {
    expect(namesOf({ ...none, code: 'KeyR', key: 'к' })).toEqual(['r'])
    expect(namesOf({ ...none, code: 'KeyK', key: 'л', ctrlKey: true })).toEqual(['mod+k'])
    expect(namesOf({ ...none, code: 'Digit7', key: '?', shiftKey: true })).toEqual(['?', 'shift+7'])
    // The sign that was meant wins over another one of the same place.
    expect(namesOf({ ...none, code: 'Slash', key: '?' })).toEqual(['?', '/'])
    expect(namesOf({ ...none, code: 'BracketLeft', key: 'х' })).toEqual(['['])
  })

  it('a chain is its keys one after another within a moment', () => {
    const heard: string[] = []
    const remove = addHotkeys({
      title: 'x',
      hotkeys: [{ keys: 'g i', label: '', run: () => heard.push('go') }],
    })
    press(key('KeyI', 'i'))
    press(key('KeyG', 'п', { timeStamp: 10 }))
    press(key('KeyI', 'ш', { timeStamp: 900 }))
    expect(heard).toEqual(['go'])
    press(key('KeyG', 'g', { timeStamp: 1000 }))
    press(key('KeyI', 'i', { timeStamp: 9000 }))
    expect(heard).toEqual(['go'])
    remove()
  })

  it('keys go into the text while one types, but those that are meant for it', () => {
    const heard: string[] = []
    const remove = addHotkeys({
      title: 'x',
      hotkeys: [
        { keys: 'r', label: '', run: () => heard.push('reply') },
        { keys: 'mod+k', label: '', run: () => heard.push('search'), inFields: true },
      ],
    })
    const target = Object.assign(new Field(), { isContentEditable: true })
    press(key('KeyR', 'r', { target }))
    press(key('KeyK', 'k', { target, ctrlKey: true }))
    press(key('KeyR', 'r'))
    expect(heard).toEqual(['search', 'reply'])
    remove()
  })

  it('what was registered last wins, and gives the key back when it leaves', () => {
    const heard: string[] = []
    const hotkey = (name: string) => ({
      title: name,
      hotkeys: [{ keys: 'escape', label: '', run: () => heard.push(name) }],
    })
    const removeList = addHotkeys(hotkey('list'))
    const removeChat = addHotkeys(hotkey('chat'))
    press(key('Escape', 'Escape'))
    removeChat()
    press(key('Escape', 'Escape'))
    removeList()
    expect(heard).toEqual(['chat', 'list'])
  })

  it('keys are shown as the caps of the keyboard', () => {
    expect(keyCaps('mod+k', false)).toEqual([['Ctrl', 'K']])
    expect(keyCaps('g i', true)).toEqual([['G'], ['I']])
    expect(keyCaps('mod+shift+z', true)).toEqual([['⌘', '⇧', 'Z']])
  })
})
